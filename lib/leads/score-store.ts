/** Scores of leads in the database: the latest beside the lead, all of them with their cause in lead_score. */
import { v7 as uuidv7 } from 'uuid';
import type { Driver } from '@/lib/models/schema';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';

export type LeadScorePoint = { at: string; probability: number; low: number; high: number; baseRate: number; n: number; drivers: Driver[]; modelVersion: string; cause: string };
export type ScoredLead = { leadId: string } & Omit<LeadScorePoint, 'at' | 'cause'>;

/** The latest `most`, ascending by time. */
export async function readScores(scope: Scope, leadId: string, most: number): Promise<LeadScorePoint[]> {
  const rows = await db(scope).leadScore.findMany({ where: { leadId }, orderBy: [{ at: 'desc' }, { id: 'desc' }], take: most });
  return rows.reverse().map((r) => ({
    at: r.at.toISOString(), probability: r.probability, low: r.low, high: r.high, baseRate: r.baseRate, n: r.n, drivers: r.drivers as unknown as Driver[], modelVersion: r.modelVersion, cause: r.cause,
  }));
}

/** Into the history where the probability moved by half a point or the model is another (or `always`), and beside the lead. */
export async function writeScores(scope: Scope, rows: readonly ScoredLead[], at: Date, cause: string, always: boolean): Promise<void> {
  if (rows.length === 0) return;
  const given = JSON.stringify(rows.map((r) => ({ score_id: uuidv7(), id: r.leadId, probability: r.probability, low: r.low, high: r.high, base_rate: r.baseRate, n: r.n, drivers: r.drivers, version: r.modelVersion })));
  await db(scope).$executeRaw`
    insert into lead_score (id, workspace_id, lead_id, at, probability, low, high, base_rate, n, drivers, model_version, cause)
    select s.score_id, ${scope.workspaceId}::uuid, s.id, ${at}, s.probability, s.low, s.high, s.base_rate, s.n, s.drivers, s.version, ${cause}
    from jsonb_to_recordset(${given}::jsonb) as s(score_id uuid, id uuid, probability float8, low float8, high float8, base_rate float8, n int, drivers jsonb, version text)
    join lead l on l.id = s.id
    where ${always} or l.lead_score is null or abs(l.lead_score - s.probability) >= 0.005 or l.lead_model_version is distinct from s.version`;
  await db(scope).$executeRaw`
    update lead l set lead_score = s.probability, lead_low = s.low, lead_high = s.high, lead_scored_at = ${at}, lead_model_version = s.version
    from jsonb_to_recordset(${given}::jsonb) as s(id uuid, probability float8, low float8, high float8, version text)
    where l.id = s.id`;
}
