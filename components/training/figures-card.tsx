import { Card } from '@/components/ui/card';
import { formatNumber, formatPercent, type ReadingHabits } from '@/components/ui/format';
import { Stat, StatList } from '@/components/ui/stat';
import type { Readiness } from '@/lib/training/schema';
import { LABELS } from './label-badge';

/** What the labels are, where they come from, and what a fine-tune on them would cost. */
export function FiguresCard({ readiness: { agreement, cost, deals, examples, labelled, labels, sources }, gain, habits }: { readiness: Readiness; gain: { value: string; interval?: string; sample: string; compared: string }; habits: ReadingHabits }) {
  const n = (value: number) => formatNumber(value, habits);
  const share = (value: number) => (labelled === 0 ? undefined : `${formatPercent(value / labelled, habits)} of ${n(labelled)}`);
  return (
    <Card title="Labels" line={`${n(examples)} examples, ${n(labelled)} of them labelled, of ${n(deals)} deals. ${LABELS.good.word}: ${LABELS.good.means}. ${LABELS.mixed.word}: ${LABELS.mixed.means}.`}>
      <StatList>
        <Stat label="Good" value={n(labels.good)} unit="examples" sample={share(labels.good)} />
        <Stat label="Mixed" value={n(labels.mixed)} unit="examples" sample={share(labels.mixed)} />
        <Stat label="Bad" value={n(labels.bad)} unit="examples" sample={share(labels.bad)} />
        <Stat label="From people" value={n(sources.people)} unit="answers" sample={`${n(sources.raters)} ${sources.raters === 1 ? 'person' : 'people'}`} compared={sources.simulated > 0 ? `${n(sources.simulated)} of all labels simulated for the sample` : undefined} />
        <Stat label="From outcomes" value={n(sources.resolutions)} unit="resolutions" sample="right or wrong" />
        <Stat
          label="Agreement" value={agreement ? agreement.alpha.toFixed(2) : '–'} unit={agreement ? 'alpha' : undefined} interval={agreement ? `${agreement.low.toFixed(2)} to ${agreement.high.toFixed(2)}` : undefined}
          sample={agreement ? `${n(agreement.items)} insights` : 'too few answered by several'} compared="1: always the same, 0: chance"
        />
        <Stat label="Expected gain" value={gain.value} interval={gain.interval} sample={gain.sample} compared={gain.compared} />
        <Stat label="A fine-tune on the good ones" value={cost.usd === null ? '–' : cost.usd.toFixed(2)} unit={cost.usd === null ? undefined : 'USD'} sample={`${n(cost.tokens)} tokens, ${cost.epochs} epochs`} compared={`${cost.model}, estimated`} />
      </StatList>
    </Card>
  );
}
