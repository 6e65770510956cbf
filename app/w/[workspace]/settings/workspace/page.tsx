import type { Metadata } from 'next';
import { currencyOptions } from '@/components/settings/currencies';
import { SettingsHeader } from '@/components/settings/settings-header';
import { DropRate, RateForm, RemoveSample, WorkspaceForm } from '@/components/settings/workspace-forms';
import { Card } from '@/components/ui/card';
import { DateText } from '@/components/ui/date-text';
import { defaultHabits, formatNumber } from '@/components/ui/format';
import { pageAccess } from '@/lib/server/page';
import { allows } from '@/lib/server/permissions';
import { listRates } from '@/lib/workspaces/rates';
import { change, dropRate, removeSampleWorkspace, setRate } from './actions';

export const metadata: Metadata = { title: 'Workspace' };

export default async function WorkspacePage({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace: slug } = await params;
  const { scope, member } = await pageAccess(slug, 'workspace.read');
  const manages = allows(scope.role, 'workspace.manage');
  const { name, currency, timezone, isSample } = member.workspace;
  const rates = await listRates(scope);
  const habits = { ...defaultHabits, timeZone: timezone };
  const zones = [...new Set(['UTC', timezone, ...Intl.supportedValuesOf('timeZone')])].map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }));
  const today = new Date().toISOString().slice(0, 10);
  return (
    <>
      <SettingsHeader slug={slug} role={scope.role} current="workspace" line={`${name}, at /w/${slug}, counts in ${currency}, times in ${timezone.replaceAll('_', ' ')}`} />
      <div className="flex max-w-4xl flex-col gap-4">
        {manages && (
          <Card title="Name, currency, time zone">
            <WorkspaceForm slug={slug} workspace={{ name, currency, timezone }} currencies={currencyOptions()} zones={zones} save={change} />
          </Card>
        )}
        <Card title="Exchange rates" line={`Deals in other currencies count in ${currency} by these; without a rate they are left out of sums and comparisons.`}>
          {rates.length === 0 ? (
            <p className="text-dense text-muted">None entered. Deals in {currency} need none.</p>
          ) : (
            <table className="w-full text-dense">
              <thead className="text-xs text-muted">
                <tr className="border-b border-hairline">
                  <th scope="col" className="py-1 text-start font-medium">Currency</th>
                  <th scope="col" className="py-1 text-end font-medium">{currency} for one</th>
                  <th scope="col" className="py-1 ps-6 text-start font-medium">On</th>
                  <th scope="col" className="py-1 ps-6 text-start font-medium max-sm:hidden">Source</th>
                  {manages && <th scope="col" className="py-1 text-end font-medium">Remove</th>}
                </tr>
              </thead>
              <tbody>
                {rates.map((rate) => (
                  <tr key={rate.currency} className="border-b border-hairline last:border-0">
                    <th scope="row" className="py-1.5 text-start font-medium">{rate.currency}</th>
                    <td className="text-end tabular-nums">{formatNumber(rate.rate, habits, 6)}</td>
                    <td className="ps-6"><DateText iso={`${rate.asOf}T00:00:00Z`} habits={{ ...habits, timeZone: 'UTC' }} /></td>
                    <td className="ps-6 max-sm:hidden">{rate.source}</td>
                    {manages && <td className="text-end"><DropRate slug={slug} rate={rate} drop={dropRate} save={setRate} /></td>}
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          {manages && (
            <div className="border-t border-hairline pt-4">
              <RateForm slug={slug} own={currency} currencies={currencyOptions().filter(({ value }) => value !== currency)} today={today} save={setRate} />
            </div>
          )}
        </Card>
        {manages && isSample && (
          <Card title="Sample workspace" line="It shows what the product does with a real company's deals. Remove it when you no longer need it.">
            <div>
              <RemoveSample slug={slug} name={name} remove={removeSampleWorkspace} />
            </div>
          </Card>
        )}
      </div>
    </>
  );
}
