import type { Metadata } from 'next';
import { OwnRules } from '@/components/settings/own-rules';
import { RuleItem } from '@/components/settings/rule-item';
import { SettingsHeader } from '@/components/settings/settings-header';
import { Card } from '@/components/ui/card';
import { formatDate, formatNumber, defaultHabits } from '@/components/ui/format';
import { listRules } from '@/lib/insights/rule-reports';
import { listWorkspaceRules, MOST_RULES } from '@/lib/insights/workspace-rules';
import { pageAccess } from '@/lib/server/page';
import { allows } from '@/lib/server/permissions';
import { proposeRuleChange } from '../../plans/actions';
import { addOwnRule, changeOwnRule, removeOwnRule, saveRule } from './actions';

export const metadata: Metadata = { title: 'Rules' };

const groups = [
  { polarity: 'risk', title: 'Risks', line: 'Conditions that deals are expected to be lost in. Those that do not tell won from lost deals here mute themselves.' },
  { polarity: 'opportunity', title: 'Opportunities', line: 'Conditions that deals are expected to be won in.' },
] as const;

export default async function RulesPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace: slug } = await params;
  const { scope, member } = await pageAccess(slug, 'rule.read');
  const writes = allows(scope.role, 'rule.write');
  const proposes = !writes && allows(scope.role, 'plan.propose');
  const { rules, judgedDeals, countedAt } = await listRules(scope);
  const own = await listWorkspaceRules(scope);
  const habits = { ...defaultHabits, timeZone: member.workspace.timezone };
  const speaking = rules.filter(({ enabled, muted }) => enabled && !muted).length;
  const line = judgedDeals > 0
    ? `${speaking} of ${rules.length} rules speak; counted over ${formatNumber(judgedDeals, habits)} closed deals on ${formatDate(new Date(countedAt).toISOString(), 'minute', habits)}`
    : `${speaking} of ${rules.length} rules speak; no closed deals have been counted yet`;
  return (
    <>
      <SettingsHeader slug={slug} role={scope.role} current="rules" line={line} />
      <div className="flex max-w-5xl flex-col gap-4">
        {groups.map(({ polarity, title, line: what }) => (
          <Card key={polarity} title={title} line={what} flush>
            <ul className="divide-y divide-hairline border-t border-hairline">
              {rules.filter((rule) => rule.polarity === polarity).map((rule) => (
                <RuleItem key={rule.key} workspace={slug} rule={rule} save={writes ? saveRule : null} propose={proposes ? proposeRuleChange : null} />
              ))}
            </ul>
          </Card>
        ))}
        <Card title="Rules in your own words" line="Every analyst, built-in or language model, is given these with each deal. They change advice from the next insight on.">
          {writes ? (
            <OwnRules workspace={slug} rules={own} most={MOST_RULES} add={addOwnRule} change={changeOwnRule} remove={removeOwnRule} />
          ) : own.length === 0 ? (
            <p className="text-dense text-muted">None yet. An admin adds them here.</p>
          ) : (
            <ul className="list-disc ps-5 text-dense">
              {own.map(({ id, text, enabled }) => (
                <li key={id} className={enabled ? undefined : 'text-muted'}>
                  {text}
                  {!enabled && ' (switched off)'}
                </li>
              ))}
            </ul>
          )}
        </Card>
      </div>
    </>
  );
}
