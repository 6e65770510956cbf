/** Keeps what a model says of leads: beside each lead, and with its cause in its history. For whatever scores them. */
import { transaction } from '@/lib/server/db/tenancy';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { writeScores, type ScoredLead } from './score-store';

export type { ScoredLead, LeadScorePoint } from './score-store';

/** `always` writes a line of history even where nothing moved (a person changed something). Scores are of the whole workspace, whoever asks. */
export const saveLeadScores = (scope: Scope, rows: readonly ScoredLead[], at: Date, cause: string, { always = false } = {}): Promise<void> =>
  transaction(seeingAll(scope), () => writeScores(seeingAll(scope), rows, at, cause, always));
