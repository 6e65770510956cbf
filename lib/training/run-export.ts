/**
 * An export at work, in parts that a job's steps call. `planExport` settles what goes where and keeps it beside the files; `writePart`
 * writes the lines of some hundred units as files of their own, whole or not at all, so that a part that is written again after a
 * kill replaces itself; `finishExport` reads all parts in order, checks each line as the provider would, and writes the manifest.
 * A file that people fetch is its parts one after the other (download-export.ts).
 */
import { createHash } from 'node:crypto';
import { letOthersIn } from '@/lib/server/db/let-others-in';
import { transaction } from '@/lib/server/db/tenancy';
import { readWhole, type FileStore } from '@/lib/server/files/contract';
import { files } from '@/lib/server/files/files';
import { notify } from '@/lib/notifications/notify';
import { audit } from '@/lib/server/audit';
import type { Scope } from '@/lib/server/scope';
import { labelsOf, planOf, type Unit } from './export-plan';
import { changeExport, examplesById, findExport, lightRows, type Example, type StoredExport } from './export-store';
import { exportFolder, linesIn, MANIFEST, PART, partKey, partsOf } from './export-files';
import { CATALOGUE } from './formats/catalogue';
import { assumedWords, rowProblems, type Item } from './formats/line';
import { keyedHash, redactExample, workspaceRedactor } from './names-known';
import { answerOf, questionOf, SYSTEM } from './render';
import { exportOptions, FORMATS, type ExportManifest, type ExportOptions, type ExportProblem, type Split } from './schema';
import { costOf, TOKEN_RULE, tokensOf } from './tokens';
import type { Redacted } from './redact';

/** How long the files are kept. */
export const KEPT_DAYS = 7;
const DAY = 86_400_000;
const SPLITS: readonly Split[] = ['train', 'validation'];

export class ExportEnded extends Error {}

async function atWork(scope: Scope, exportId: string): Promise<StoredExport & { options: ExportOptions }> {
  const found = await transaction(scope, () => findExport(scope, exportId));
  if (!found || (found.status !== 'queued' && found.status !== 'running')) {
    if (found) await files().remove(exportFolder(scope, exportId));
    throw new ExportEnded(`export ${exportId} is not at work`);
  }
  return { ...found, options: exportOptions.parse(found.options) };
}

const planKey = (scope: Scope, exportId: string): string => `${exportFolder(scope, exportId)}/plan.json`;

async function readPlan(store: FileStore, scope: Scope, exportId: string): Promise<Unit[] | null> {
  const kept = await readWhole(store, planKey(scope, exportId));
  return kept && (JSON.parse(kept.toString('utf8')) as Unit[]);
}

/** Gives the number of parts. A plan that is there stands. */
export async function planExport(scope: Scope, exportId: string): Promise<{ parts: number }> {
  const found = await atWork(scope, exportId);
  const store = files();
  let units = await readPlan(store, scope, exportId);
  if (!units) {
    units = await transaction(scope, async () => planOf(await lightRows(scope, labelsOf(found.options), found.options), found.options));
    await store.write(planKey(scope, exportId), Buffer.from(JSON.stringify(units)));
  }
  const total = units.length;
  await transaction(scope, () => changeExport(scope, exportId, ['queued', 'running'], { status: 'running', total }));
  return { parts: partsOf(total) };
}

/** What a part says of itself beside its lines. */
type PartNotes = {
  tokens: Record<Split, number>; longest: Record<Split, number>; deals: Record<Split, string[]>; examples: string[];
  labels: Record<string, number>; types: Record<string, number>; promptVersions: Record<string, number>; models: Record<string, number>;
  gone: number; tooLong: number; found: Redacted; placeholders: Record<string, string>;
};

const count = (tally: Record<string, number>, key: string): void => void (tally[key] = (tally[key] ?? 0) + 1);
const nothing = (): Redacted => ({ email: 0, phone: 0, url: 0, contact: 0, member: 0, account: 0 });

/** Writes part `n` (from 1). False when the export was ended meanwhile. */
export async function writePart(scope: Scope, exportId: string, n: number): Promise<boolean> {
  const { options } = await atWork(scope, exportId);
  const store = files();
  const plan = await readPlan(store, scope, exportId);
  if (!plan) throw new Error('the plan of the export is gone');
  const units = plan.slice((n - 1) * PART, n * PART);
  const examples = await transaction(scope, () => examplesById(scope, units.flatMap(({ id, rejected }) => (rejected ? [id, rejected] : [id]))));
  const redactor = options.redact ? await workspaceRedactor(scope) : null;
  const format = CATALOGUE[options.format];
  const notes: PartNotes = {
    tokens: { train: 0, validation: 0 }, longest: { train: 0, validation: 0 }, deals: { train: [], validation: [] }, examples: [], labels: {}, types: {}, promptVersions: {}, models: {},
    gone: 0, tooLong: 0, found: nothing(), placeholders: {},
  };
  const lines: Record<Split, string[]> = { train: [], validation: [] };
  const clean = (example: Example) => (redactor ? redactExample(scope, redactor, example) : example);
  for (const { id, rejected: rejectedId, split } of units) {
    const example = examples.get(id);
    const other = rejectedId === undefined ? null : examples.get(rejectedId);
    // A deal may have been removed since it was planned.
    if (!example || other === undefined) { notes.gone++; continue; }
    const { snapshot, insight } = clean(example);
    const item: Item = { system: SYSTEM, question: questionOf(snapshot, insight.type), answer: answerOf(insight), ...(other ? { rejected: answerOf(clean(other).insight) } : {}) };
    const tokens = tokensOf(format.messages(item));
    if (tokens > format.tokens) { notes.tooLong++; continue; }
    lines[split].push(JSON.stringify(format.line(item)));
    notes.tokens[split] += tokens;
    notes.longest[split] = Math.max(notes.longest[split], tokens);
    for (const used of other ? [example, other] : [example]) {
      notes.deals[split].push(used.dealId);
      notes.examples.push(used.id);
      count(notes.labels, used.label ?? 'none');
      count(notes.types, used.insight.type);
      count(notes.promptVersions, used.promptVersion);
      count(notes.models, used.model);
    }
  }
  if (redactor) {
    notes.found = redactor.found;
    notes.placeholders = Object.fromEntries([...redactor.used].map(([placeholder, name]) => [placeholder, keyedHash(scope, name)]));
  }
  for (const split of SPLITS) if (lines[split].length > 0) await store.write(partKey(scope, exportId, split, n), Buffer.from(lines[split].map((line) => `${line}\n`).join('')));
  await store.write(partKey(scope, exportId, 'notes', n), Buffer.from(JSON.stringify(notes)));
  await letOthersIn();
  return transaction(scope, () => changeExport(scope, exportId, ['running'], { done: Math.min(n * PART, (n - 1) * PART + units.length) }));
}

const add = (sum: Record<string, number>, more: Readonly<Record<string, number>>): void => { for (const [key, n] of Object.entries(more)) sum[key] = (sum[key] ?? 0) + n; };

/** Reads everything back as it is kept, checks it and ends the export. */
export async function finishExport(scope: Scope, exportId: string, workspace: string, parts: number): Promise<void> {
  const found = await atWork(scope, exportId);
  const { options } = found;
  const store = files();
  const format = CATALOGUE[options.format];
  const total = { tokens: { train: 0, validation: 0 }, longest: { train: 0, validation: 0 }, found: { ...nothing() } as Record<string, number>, left: 0, tooLong: 0 };
  const tallies = { labels: {}, types: {}, promptVersions: {}, models: {} } as Record<'labels' | 'types' | 'promptVersions' | 'models', Record<string, number>>;
  const deals: Record<Split, Set<string>> = { train: new Set(), validation: new Set() };
  const examples = new Set<string>();
  const placeholders: Record<string, string> = {};
  for (let n = 1; n <= parts; n++) {
    const kept = await readWhole(store, partKey(scope, exportId, 'notes', n));
    if (!kept) throw new Error(`part ${n} of the export is gone`);
    const notes = JSON.parse(kept.toString('utf8')) as PartNotes;
    for (const split of SPLITS) {
      total.tokens[split] += notes.tokens[split];
      total.longest[split] = Math.max(total.longest[split], notes.longest[split]);
      for (const id of notes.deals[split]) deals[split].add(id);
    }
    for (const id of notes.examples) examples.add(id);
    for (const key of ['labels', 'types', 'promptVersions', 'models'] as const) add(tallies[key], notes[key]);
    add(total.found, notes.found);
    total.left += notes.gone + notes.tooLong;
    total.tooLong += notes.tooLong;
    Object.assign(placeholders, notes.placeholders);
  }

  const problems: ExportProblem[] = [];
  const refused: string[] = [];
  const made: ExportManifest['files'] = [];
  const lines: Record<Split, number> = { train: 0, validation: 0 };
  for (const split of SPLITS) {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const line of linesIn(store, scope, exportId, split, parts, (piece) => { hash.update(piece); bytes += piece.byteLength; })) {
      lines[split]++;
      const problem = problemOf(line, format.check);
      if (problem && refused.length < 5) refused.push(`Line ${lines[split]} of ${split}: ${problem}.`);
      if (lines[split] % 200 === 0) await letOthersIn();
    }
    if (lines[split] > 0) made.push({ name: `${split}.jsonl`, split, sha256: hash.digest('hex'), lines: lines[split], deals: deals[split].size, bytes, tokens: total.tokens[split], longest: total.longest[split] });
  }
  problems.push(...rowProblems(FORMATS[options.format].name, format, lines, options.validationShare), ...refused.map((text) => ({ level: 'error' as const, text })));
  if (total.tooLong > 0) problems.push({ level: 'warning', text: `${total.tooLong} ${total.tooLong === 1 ? 'line was' : 'lines were'} longer than ${format.tokens.toLocaleString('en-US')} tokens and left out.${assumedWords(format, 'tokens')}` });
  if (!options.redact) problems.push({ level: 'warning', text: 'Names, e-mails and phone numbers are in it: it was asked for without redaction.' });

  const now = new Date();
  const manifest: ExportManifest = {
    schema: 1, version: found.version, format: options.format, workspace, createdAt: now.toISOString(), options, files: made,
    counts: { examples: examples.size, deals: new Set([...deals.train, ...deals.validation]).size, ...tallies, left: total.left },
    redaction: { on: options.redact, found: total.found, placeholders: Object.fromEntries(Object.entries(placeholders).sort(([a], [b]) => (a < b ? -1 : 1))) },
    tokens: { total: total.tokens.train + total.tokens.validation, rule: TOKEN_RULE }, cost: costOf(options.format, total.tokens.train), problems,
  };
  await store.write(`${exportFolder(scope, exportId)}/${MANIFEST}`, Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
  await transaction(scope, async () => {
    const ended = await changeExport(scope, exportId, ['running'], { status: 'completed', manifest, done: found.total, finishedAt: now, expiresAt: new Date(now.getTime() + KEPT_DAYS * DAY) });
    if (!ended) return;
    await audit(scope, { action: 'training.export_finish', entityId: exportId, after: { version: found.version, files: made.map(({ name, sha256, lines: n }) => ({ name, digest: sha256, lines: n })) } });
    await tell(scope, found, 'low', `Export ${found.version} is ready`, `${(lines.train + lines.validation).toLocaleString('en-US')} lines for ${FORMATS[options.format].name}${problems.some((p) => p.level === 'error') ? '; the provider would refuse it as it is' : ''}.`);
  });
}

function problemOf(line: string, check: (parsed: unknown) => string | null): string | null {
  try {
    return check(JSON.parse(line));
  } catch {
    return 'it is not JSON';
  }
}

/** Ends an export that cannot go on, and says so where the person looks. */
export const failExport = (scope: Scope, exportId: string): Promise<void> => transaction(scope, async () => {
  const found = await findExport(scope, exportId);
  if (!found || !(await changeExport(scope, exportId, ['queued', 'running'], { status: 'failed', finishedAt: new Date(), error: 'It stopped because of a fault on our side. Ask for it again, or see Jobs.' }))) return;
  await tell(scope, found, 'high', `Export ${found.version} failed`, 'It stopped because of a fault on our side. Ask for it again, or see Jobs.');
});

async function tell(scope: Scope, { id, requestedBy }: StoredExport, severity: 'low' | 'high', title: string, body: string): Promise<void> {
  const member = /^member:(.+)$/.exec(requestedBy)?.[1];
  if (member) await notify(scope, { kind: 'export_ended', severity, title, body, path: `/training/exports/${id}`, dedupeKey: `export:${id}`, to: { members: [member] } });
}
