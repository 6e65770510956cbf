import { Card } from '@/components/ui/card';
import type { Experiment } from '@/lib/experiments/schema';

/** What was decided and learned, where it was. */
export function LearningsCard({ experiment: { status, winnerId, variants, learnings } }: { experiment: Experiment }) {
  if (status !== 'completed') return null;
  const winner = variants.find(({ id }) => id === winnerId);
  return (
    <Card title={winner ? `Decided for “${winner.name}”` : 'Decided without a winner'}>
      <p className="max-w-prose text-dense whitespace-pre-line">{learnings ?? <span className="text-muted">Nobody wrote down what was learned.</span>}</p>
    </Card>
  );
}
