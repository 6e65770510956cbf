import { Card } from '@/components/ui/card';
import { DateText } from '@/components/ui/date-text';
import { EmptyState } from '@/components/ui/empty-state';
import type { ReadingHabits } from '@/components/ui/format';
import { Row, RowList } from '@/components/ui/row-list';
import type { LabelMoved } from '@/lib/prompts/schema';

const words = ({ label, from, to }: LabelMoved): string =>
  to === null ? `“${label}” taken off version ${from}` : from === null ? `“${label}” set at version ${to}` : `“${label}” moved from version ${from} to version ${to}`;

/** Every move of a label, newest first: who, from where to where, and why. */
export function MoveHistory({ moves, habits }: { moves: readonly LabelMoved[]; habits: ReadingHabits }) {
  if (moves.length === 0) {
    return (
      <Card flush>
        <EmptyState title="No label was ever moved">The version that the product was shipped with is in production. Each move is kept here with who made it and why.</EmptyState>
      </Card>
    );
  }
  return (
    <Card title="Moves of labels" flush>
      <RowList label="Moves of labels">
        {moves.map((move) => (
          <Row key={move.id} title={words(move)} aside={<span className="text-xs text-muted">{move.actorName}, <DateText iso={move.at} look="minute" habits={habits} /></span>}>
            {move.reason && <p className="text-muted wrap-anywhere">{move.reason}</p>}
          </Row>
        ))}
      </RowList>
    </Card>
  );
}
