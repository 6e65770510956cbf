'use client';

import { Copy } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { showToast } from '@/components/ui/toast-queue';
import type { Experiment } from '@/lib/experiments/schema';

/** How a program asks for a variant and reports what came of it, with the ids of this experiment. */
export function ProgramCard({ experiment: { id, plan, unit, variants }, origin }: { experiment: Experiment; origin: string }) {
  const metric = plan.metrics.find(({ measure }) => measure === null) ?? plan.metrics[0]!;
  const data = (body: object) => JSON.stringify(body).replaceAll("'", "'\\''");
  const call = (what: string, body: object) => `curl -X POST ${origin}/api/v1/experiments/${id}/${what} \\\n  -H "authorization: Bearer $WINLOOP_KEY" -H "content-type: application/json" \\\n  -d '${data(body)}'`;
  const unitId = `${unit}-4711`;
  const attributes = [...plan.targeting.map(({ attribute }) => attribute), ...(plan.segmentBy ? [plan.segmentBy] : [])];
  const steps = [
    { title: 'Ask which variant a unit gets', what: `Answers the key (${variants.map(({ key }) => key).join(', ')}) and what the variant says; null: treat the unit as always. The same unit always gets the same answer.`, code: call('assignments', { units: [{ unitId, ...(attributes.length > 0 ? { attributes: Object.fromEntries(attributes.map((name) => [name, '…'])) } : {}) }] }) },
    { title: 'Report what came of it', what: 'The same outcomeId counts once, however often it is sent; late ones are counted or set aside with the reason.', code: call('outcomes', { outcomes: [{ outcomeId: 'yours-1', unitId, metric: metric.key, value: 1, ...(metric.kind === 'ratio' ? { denominator: 1 } : {}) }] }) },
  ];
  return (
    <Card title="From your program" line="With an API key of the role operator (Settings, Keys).">
      <ol className="flex flex-col gap-4">
        {steps.map(({ title, what, code }, index) => (
          <li key={title} className="flex min-w-0 flex-col gap-1 text-dense">
            <div className="flex items-center justify-between gap-2">
              <p className="font-medium">{index + 1}. {title}</p>
              <Button size="sm" variant="ghost" aria-label={`Copy: ${title}`} onClick={() => void navigator.clipboard.writeText(code).then(() => showToast('Copied', { tone: 'opportunity' }), () => showToast('The browser did not let it be copied: select the text instead.', { tone: 'risk' }))}>
                <Copy aria-hidden />
                Copy
              </Button>
            </div>
            <p className="text-muted">{what}</p>
            <div role="region" aria-label={title} tabIndex={0} className="overflow-x-auto rounded-box bg-surface-secondary p-3">
              <pre className="font-mono text-xs">{code}</pre>
            </div>
          </li>
        ))}
      </ol>
    </Card>
  );
}
