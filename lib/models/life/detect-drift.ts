/**
 * Has a model's champion drifted? What it was measured on when it was trained against what it said live of records whose outcome is known by now, and
 * the inputs it was taught by against those since.
 */
import { transaction } from '@/lib/server/db/tenancy';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { detectDrift as lookForDrift } from '../drift/detect-drift';
import type { Resolved } from '../drift/performance';
import type { DriftReport } from '../drift/schema';
import { storedHoldout } from './holdout';
import { inputsOf } from './inputs-of';
import { readResolved } from './prediction-store';
import type { ModelName } from './schema';
import { insertReport } from './training-store';
import { readAliases, readHoldout, readParameters } from './version-store';

/** The latest outcomes, and those before them where nothing was held out. */
const RECENT = 500;
const LEAST = 50;

const resolved = (rows: readonly { probability: number; label: number }[]): Resolved[] => rows.map(({ probability, label }) => ({ probability, outcome: label === 1 ? 1 : 0 }));

/** Null while the model has no champion. Nothing is stored: see `lookAtDrift`. Reads all closed records: not inside a transaction. */
export async function detectDrift(asked: Scope, model: ModelName): Promise<{ version: string; report: DriftReport } | null> {
  const scope = seeingAll(asked);
  const loaded = await transaction(scope, async () => {
    const champion = (await readAliases(scope, model)).find(({ alias }) => alias === 'champion');
    if (!champion) return null;
    const held = [...storedHoldout(await readHoldout(scope, model, champion.version)).values()];
    const live = await readResolved(scope, model, champion.version, 2 * RECENT);
    return { version: champion.version, parameters: await readParameters(scope, model, champion.version), held, live };
  });
  if (!loaded) return null;
  const { version, parameters, held, live } = loaded;
  // Without a hold-out of its own, the earlier half of what it said is what the later half is held against.
  const half = Math.min(RECENT, Math.floor(live.length / 2));
  const [baseline, recent] = held.length >= LEAST ? [resolved(held), resolved(live.slice(0, RECENT))] : [resolved(live.slice(half)), resolved(live.slice(0, half))];
  return { version, report: lookForDrift({ baseline, recent, features: await inputsOf(scope, model, parameters) }) };
}

/** Looks, and keeps the report. */
export async function lookAtDrift(scope: Scope, model: ModelName, now: Date): Promise<{ version: string; report: DriftReport } | null> {
  const found = await detectDrift(scope, model);
  if (found) {
    const { version, report } = found;
    await transaction(scope, () => insertReport(scope, model, now, {
      version, status: report.drift_status, score: report.drift_score ?? 0, pValue: report.p_value, recommendation: report.recommendation, report,
    }));
  }
  return found;
}
