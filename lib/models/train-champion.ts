/** Learns the win model anew from the workspace's closed deals, when there is something new among them; the gate of all trainings decides what becomes of it. */
import { transaction } from '@/lib/server/db/tenancy';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { championWinModel } from './champion';
import { trainAtOnce } from './life/train-model';
import { winTrainer } from './life/win-trainer';

/** Gives the champion as it is then: the new version where it is in use at once, else the one before. `least`: new closed deals that are worth it, while the champion has something to lose. */
export async function trainChampion(asked: Scope, { least }: { least?: number } = {}): Promise<{ version: string; closedDeals: number; signal: string }> {
  const scope = seeingAll(asked);
  await trainAtOnce(scope, winTrainer, 'Learned anew from closed deals', least);
  const { version, n, signal } = await transaction(scope, () => championWinModel(scope));
  return { version, closedDeals: n, signal };
}
