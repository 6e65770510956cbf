/** Learns the lead scorer anew from the leads that ended, when there is something new among them; the gate of all trainings decides what becomes of it. */
import { seeingAll, type Scope } from '@/lib/server/scope';
import { trainAtOnce } from '../life/train-model';
import { leadTrainer } from './lead-trainer';

/** `least`: newly ended leads that are worth it, while the champion has something to lose. Gives whether a version came of it. */
export async function trainLeads(asked: Scope, { least }: { least?: number } = {}): Promise<{ version: string | null }> {
  const scope = seeingAll(asked);
  if ((await leadTrainer.count(scope)) < leadTrainer.least) return { version: null };
  return { version: (await trainAtOnce(scope, leadTrainer, 'Learned anew from leads that ended', least))?.version ?? null };
}
