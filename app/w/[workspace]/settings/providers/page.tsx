import type { Metadata } from 'next';
import { ModelSettingsForm } from '@/components/settings/model-settings-form';
import { SettingsHeader } from '@/components/settings/settings-header';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { DataTable, type Column } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { formatNumber, formatPercent } from '@/components/ui/format';
import { providerReport, type ProviderReport } from '@/lib/llm/provider-report';
import { pageAccess } from '@/lib/server/page';
import { allows } from '@/lib/server/permissions';
import { setModelSettings } from './actions';

export const metadata: Metadata = { title: 'Providers' };

const about = {
  anthropic: { name: 'Claude (Anthropic)', variable: 'ANTHROPIC_API_KEY', modelVariable: 'ANTHROPIC_MODEL', adds: 'Writes insights: reads notes and mails in full and argues from similar deals. Asked first, unless chosen otherwise below.' },
  openai: { name: 'GPT (OpenAI)', variable: 'OPENAI_API_KEY', modelVariable: 'OPENAI_MODEL', adds: 'Writes insights when Claude does not answer, or first where chosen below. Also gives the embeddings by which similar deals are found.' },
} as const;
const names: Record<string, string> = { anthropic: 'Claude', openai: 'GPT', builtin: 'Built-in analyst' };
const usd = (value: number) => `${formatNumber(value, undefined, value < 1 ? 4 : 2)} USD`;

type Use = ProviderReport['uses'][number];

export default async function ProvidersPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace: slug } = await params;
  const { scope } = await pageAccess(slug, 'provider.read');
  const manages = allows(scope.role, 'workspace.manage');
  const report = await providerReport(scope);
  const keys = report.providers.filter(({ hasKey }) => hasKey).length;
  const columns: Column<Use>[] = [
    { key: 'model', header: 'Model', cell: ({ provider, model }) => `${names[provider] ?? provider}, ${model}` },
    { key: 'calls', header: 'Calls', align: 'end', cell: ({ calls }) => formatNumber(calls) },
    { key: 'failed', header: 'Failed', align: 'end', cell: ({ failed, calls }) => (failed === 0 ? '0' : `${formatNumber(failed)} (${formatPercent(failed / calls)})`) },
    { key: 'tokens', header: 'Tokens', align: 'end', from: 'sm', cell: ({ tokens }) => formatNumber(tokens) },
    { key: 'cost', header: 'Cost', align: 'end', from: 'sm', cell: ({ costMicros }) => usd(costMicros / 1e6) },
  ];
  return (
    <>
      <SettingsHeader
        slug={slug} role={scope.role} current="providers"
        line={keys === 0 ? 'No key is set: the built-in analyst answers everything, and says so' : `${keys} of 2 keys set, ${usd(report.spentTodayUsd)} of ${usd(report.dailyBudgetUsd)} spent today`}
      />
      <div className="flex max-w-5xl flex-col gap-4">
        <div className="grid gap-4 lg:grid-cols-2">
          {report.providers.map(({ key, hasKey, model, embeddingModel, ownAddress }) => {
            const { name, variable, modelVariable, adds } = about[key];
            return (
              <Card key={key} title={name} actions={hasKey ? <Badge tone="opportunity">Key is set</Badge> : <Badge tone="neutral">No key</Badge>}>
                <p className="text-dense">{adds}</p>
                <p className="text-dense text-muted">
                  {hasKey ? (
                    <>
                      Model {model}
                      {embeddingModel && `, embeddings ${embeddingModel}`}
                      {ownAddress && ', at an address of your own'}. The key itself is never shown.
                    </>
                  ) : (
                    <>
                      Set <code className="font-mono">{variable}</code> in the environment and start again; <code className="font-mono">{modelVariable}</code> chooses another model than {model}.
                    </>
                  )}
                </p>
              </Card>
            );
          })}
        </div>
        <section aria-label={`Calls of the last ${report.days} days`} className="flex flex-col gap-2">
          <h2 className="text-sm font-semibold">Calls of the last {report.days} days</h2>
          <DataTable
            caption={`Calls by provider and model, last ${report.days} days`} columns={columns} rows={report.uses} rowKey={({ provider, model }) => `${provider}/${model}`}
            empty={<EmptyState title={`No calls in the last ${report.days} days`}>Each insight that is made counts here, with its tokens, cost and whether it failed. Open a deal and make its insights.</EmptyState>}
          />
        </section>
        <Card title="Limits" line={manages ? undefined : 'An admin changes these.'}>
          {manages ? (
            <ModelSettingsForm workspace={slug} budgetUsd={report.dailyBudgetUsd} compareShare={report.compareShare} firstModel={report.firstModel} canCompare={keys === 2} save={setModelSettings} />
          ) : (
            <p className="text-dense">
              At most {usd(report.dailyBudgetUsd)} a day; {formatPercent(report.compareShare)} of runs ask both.
            </p>
          )}
        </Card>
      </div>
    </>
  );
}
