import type { ReactNode } from 'react';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { DateText } from '@/components/ui/date-text';
import type { ReadingHabits } from '@/components/ui/format';
import type { AliasMove, Training } from '@/lib/models/life/schema';
import { moveWords, reasonWords, sentenceCase, TRAINING_WORDS, trainingResultWords } from './model-words';

const Entry = ({ at, habits, children }: { at: string; habits: ReadingHabits; children: ReactNode }) => (
  <li className="grid gap-x-4 gap-y-0.5 px-4 py-2.5 text-dense sm:grid-cols-[9rem_1fr]">
    <span className="text-xs leading-5 text-muted"><DateText iso={at} look="minute" habits={habits} /></span>
    <div className="min-w-0 wrap-anywhere">{children}</div>
  </li>
);

/** Every move of an alias, newest first: who, from where to where, and why. Never changed afterwards. */
export function MovesCard({ moves, habits }: { moves: readonly AliasMove[]; habits: ReadingHabits }) {
  return (
    <Card title="What was put in use, by whom and why" line="Newest first. Entries are never changed." flush>
      {moves.length === 0 ? <p className="px-4 pb-4 text-dense text-muted">Nothing was moved yet. The first training puts its version in use; every later move stands here.</p> : (
        <ol aria-label="Moves" className="divide-y divide-hairline border-t border-hairline">
          {moves.map((move) => (
            <Entry key={move.id} at={move.at} habits={habits}>
              <p className="font-medium">{moveWords(move, habits)}</p>
              {move.why && <p>{move.why}</p>}
              <p className="text-xs text-muted">{move.actorName}</p>
            </Entry>
          ))}
        </ol>
      )}
    </Card>
  );
}

/** Every training that was asked for, and what came of it. */
export function TrainingsCard({ trainings, habits }: { trainings: readonly Training[]; habits: ReadingHabits }) {
  return (
    <Card title="Trainings" line="Newest first." flush>
      {trainings.length === 0 ? <p className="px-4 pb-4 text-dense text-muted">None was asked for yet.</p> : (
        <ol aria-label="Trainings" className="divide-y divide-hairline border-t border-hairline">
          {trainings.map((training) => (
            <Entry key={training.id} at={training.finishedAt ?? training.createdAt} habits={habits}>
              <p className="flex flex-wrap items-center gap-x-2">
                <Badge tone={TRAINING_WORDS[training.status].tone} plain>{TRAINING_WORDS[training.status].name}</Badge>
                {training.version && <code className="font-mono text-xs">{training.version}</code>}
              </p>
              {trainingResultWords(training) && <p>{trainingResultWords(training)}</p>}
              <p className="text-xs text-muted">{[sentenceCase(reasonWords(training)), training.why && `“${training.why}”`].filter(Boolean).join(': ')}</p>
            </Entry>
          ))}
        </ol>
      )}
    </Card>
  );
}
