/** An experiment is designed: a draft that nothing follows yet. */
import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { transaction } from '@/lib/server/db/tenancy';
import { conflict, invalid, notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { checkSubject } from './check-subject';
import { designProblems } from './check-design';
import { writeDecision } from './decide';
import { plan, subjectKeyOf, type NewExperiment } from './schema';
import { findExperiment, insertExperiment, lockExperiment, removeExperiment, replaceDraft, type NewVariantRow } from './store';

/** Without a layer of its own name an experiment lies with all on the same subject; a program's lies alone. */
const layerOf = (id: string, { layer, subject }: NewExperiment): string => layer || (subject.kind === 'external' ? `own:${id}` : subjectKeyOf(subject));

const variantRows = (design: NewExperiment): NewVariantRow[] => design.variants.map((one, position) => ({ id: uuidv7(), position, ...one }));

const fieldsOf = (id: string, design: NewExperiment) => ({
  name: design.name, hypothesis: design.hypothesis, type: design.type, allocation: design.allocation, unit: design.unit, subject: design.subject, subjectKey: subjectKeyOf(design.subject),
  layer: layerOf(id, design), traffic: design.traffic, plan: plan.parse(design),
  startAt: design.startAt === null ? null : new Date(design.startAt), stopAt: design.stopAt === null ? null : new Date(design.stopAt),
});

async function mustFit(scope: Scope, design: NewExperiment, now: Date): Promise<void> {
  const problems = [...designProblems(design, now), ...(await checkSubject(scope, design))];
  if (problems.length > 0) throw invalid(problems[0]!.message, problems);
}

/** `salt` decides who gets what: drawn, except where a simulation is to be the same everywhere. Throws invalid with what is wrong by field. */
export const createExperiment = (scope: Scope, design: NewExperiment, now: Date = new Date(), salt: string = randomUUID()): Promise<{ id: string }> => transaction(scope, async () => {
  await mustFit(scope, design, now);
  const id = uuidv7();
  await insertExperiment(scope, { id, ...fieldsOf(id, design), salt, status: 'draft', createdBy: scope.principal.name, createdById: scope.principal.kind === 'member' ? scope.principal.id : null }, variantRows(design));
  await writeDecision(scope, { id, name: design.name }, 'created', design.hypothesis || 'Designed.', { at: now });
  return { id };
});

/** Another design in the place of a draft. `version` is of the one that the caller saw (null: whichever there is). Throws not_found, invalid, conflict. */
export const changeExperiment = (scope: Scope, id: string, version: number | null, design: NewExperiment, now: Date = new Date()): Promise<{ id: string }> => transaction(scope, async () => {
  const found = await findExperiment(scope, id);
  if (!found) throw notFound('experiment');
  if (found.status !== 'draft' && found.status !== 'scheduled') throw conflict('An experiment that has begun keeps its design: stop it and make another.');
  await mustFit(scope, design, now);
  if (!(await replaceDraft(scope, id, version ?? found.version, { ...fieldsOf(id, design), status: 'draft' }, variantRows(design)))) throw conflict('Somebody changed this experiment since you opened it. Look at it again.');
  await writeDecision(scope, { id, name: design.name }, 'changed', 'The design was changed.', { at: now });
  return { id };
});

/** A draft that nobody wants goes; what has begun stays for good. Throws not_found, conflict. */
export const removeDraft = (scope: Scope, id: string): Promise<void> => transaction(scope, async () => {
  const found = await lockExperiment(scope, id);
  if (!found) throw notFound('experiment');
  if (found.status !== 'draft') throw conflict('Only a draft can be removed. Archive it instead.');
  await removeExperiment(scope, id);
});
