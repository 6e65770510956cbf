/** Stages that records name, found among the workspace's; a new open one goes to the end of the open ones. */
import { v7 as uuidv7 } from 'uuid';
import { db } from '@/lib/server/db/tenancy';
import { plainName } from '../names';
import type { Scope } from '@/lib/server/scope';
import type { Entry } from './journal';
import type { StageChoice } from '../schema';


export type StageRow = { id: string; name: string; position: number; kind: 'open' | 'won' | 'lost' };

export async function stageIndex(scope: Scope) {
  const stages: StageRow[] = await db(scope).stage.findMany({ select: { id: true, name: true, position: true, kind: true }, orderBy: { position: 'asc' } });
  const byName = new Map(stages.map((s) => [plainName(s.name), s]));
  const first = (kind: StageRow['kind']) => stages.find((s) => s.kind === kind);
  const journal: Entry[] = [];

  const named = async (row: number, { name, kind }: StageChoice): Promise<StageRow> => {
    const key = plainName(name);
    const known = byName.get(key);
    if (known) return known;
    const position = 1 + Math.max(0, ...stages.filter((s) => kind !== 'open' || s.kind === 'open').map((s) => s.position));
    await db(scope).stage.updateMany({ where: { position: { gte: position } }, data: { position: { increment: 1 } } });
    for (const s of stages) if (s.position >= position) s.position++;
    const stage: StageRow = { id: uuidv7(), name, position, kind };
    await db(scope).stage.create({ data: { ...stage, workspaceId: scope.workspaceId }, select: { id: true } });
    journal.push({ row, action: 'created', entity: 'stage', recordId: stage.id, before: null });
    stages.push(stage);
    byName.set(key, stage);
    return stage;
  };
  return { named, first, journal, byId: (id: string) => stages.find((s) => s.id === id) };
}
