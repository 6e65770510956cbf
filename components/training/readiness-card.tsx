import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { formatNumber, type ReadingHabits } from '@/components/ui/format';
import { Progress } from '@/components/ui/progress';
import { Row, RowList } from '@/components/ui/row-list';
import { LABELS_NEEDED, type Readiness, type ReadinessCheck } from '@/lib/training/schema';

const STATES = { met: { word: 'Met', tone: 'opportunity' }, missing: { word: 'Not met', tone: 'caution' }, unknown: { word: 'Not known', tone: 'neutral' } } as const satisfies Record<ReadinessCheck['state'], unknown>;

/** The verdict, and each condition with what is missing. */
export function ReadinessCard({ readiness, habits }: { readiness: Readiness; habits: ReadingHabits }) {
  const { checks, labelled, ready, sentence } = readiness;
  return (
    <Card flush title={ready ? 'Ready for a fine-tune' : 'Not ready for a fine-tune yet'} line={sentence} actions={<Badge tone={ready ? 'opportunity' : 'caution'}>{ready ? 'Ready' : 'Not yet'}</Badge>}>
      <div className="px-4 pb-3">
        <Progress label="Labelled examples" value={Math.min(labelled, LABELS_NEEDED)} max={LABELS_NEEDED} text={`${formatNumber(labelled, habits)} of ${LABELS_NEEDED}`} />
      </div>
      <RowList label="Conditions">
        {checks.map(({ key, name, state, text }) => (
          <Row key={key} title={name} aside={<Badge tone={STATES[state].tone} plain>{STATES[state].word}</Badge>}>
            <p className="text-xs text-muted">{text}</p>
          </Row>
        ))}
      </RowList>
    </Card>
  );
}
