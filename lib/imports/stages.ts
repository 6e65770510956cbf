/** Stages and outcomes as files name them, matched with those of the workspace. */
import { plainName } from './names';
import type { RecordStage, StageChoice } from './schema';
import type { Reading } from './values/reading';

export type Outcome = StageChoice['kind'];

const WON = ['won', 'closedwon', 'win', 'dealwon', 'wonclosed', 'closedandwon', 'success', 'successful', 'sold', 'signed', 'converted', 'customer', 'gewonnen', 'abgeschlossengewonnen', 'geschlossengewonnen', 'gagne', 'gagnee', 'fermeegagnee', 'fermegagne', 'clotureegagnee', 'conclue', 'ganado', 'ganada', 'cerradoganado', 'cerradaganada', 'vinto', 'ganho', 'wygrana', 'vunnen'];
const LOST = ['lost', 'loss', 'closedlost', 'deallost', 'lostclosed', 'closedandlost', 'lose', 'dead', 'failed', 'rejected', 'abandoned', 'cancelled', 'canceled', 'disqualified', 'unqualified', 'nodecision', 'closednodecision', 'notconverted', 'verloren', 'abgeschlossenverloren', 'geschlossenverloren', 'perdu', 'perdue', 'fermeperdu', 'clotureeperdue', 'perdido', 'perdida', 'cerradoperdido', 'cerradaperdida', 'perso', 'przegrana', 'forlorad'];
const OPEN = ['open', 'active', 'inprogress', 'ongoing', 'pending', 'offen', 'aktiv', 'laufend', 'ouvert', 'ouverte', 'encours', 'abierto', 'abierta', 'activo', 'aberto'];
const CLOSED = ['closed', 'done', 'completed', 'geschlossen', 'abgeschlossen', 'ferme', 'fermee', 'clos', 'cloture', 'cerrado', 'cerrada', 'fechado'];

const WORDS = new Map<string, Outcome | 'closed'>([
  ...WON.map((word) => [plainName(word), 'won'] as const), ...LOST.map((word) => [plainName(word), 'lost'] as const),
  ...OPEN.map((word) => [plainName(word), 'open'] as const), ...CLOSED.map((word) => [plainName(word), 'closed'] as const),
]);

/** won, lost, open, or 'closed' (without saying how); null: a word that is no outcome. */
export const outcomeOf = (text: string): Outcome | 'closed' | null => WORDS.get(plainName(text)) ?? null;

/** Names for the same step in different systems: Salesforce, HubSpot, Pipedrive, and translations. */
const SAME_STEP: readonly (readonly string[])[] = [
  ['prospecting', 'prospect', 'leadin', 'new', 'lead', 'identified', 'neu', 'akquise', 'nouveau', 'nuevo', 'prospeccion', 'prospection'],
  ['qualification', 'qualified', 'qualify', 'qualifiedtobuy', 'engaging', 'engaged', 'contactmade', 'contacted', 'discovery', 'needsanalysis', 'qualifizierung', 'qualifiziert', 'bedarfsanalyse', 'cualificacion', 'calificacion', 'qualifie'],
  ['demo', 'demoscheduled', 'appointmentscheduled', 'meetingscheduled', 'presentationscheduled', 'presentation', 'evaluation', 'validation', 'testphase'],
  ['proposal', 'proposalmade', 'proposalsent', 'propose', 'proposalpricequote', 'quote', 'quotesent', 'offer', 'angebot', 'angeboterstellt', 'proposition', 'devis', 'propuesta', 'cotizacion', 'presupuesto'],
  ['negotiation', 'negotiate', 'negotiating', 'negotiationsstarted', 'negotiationreview', 'contractsent', 'contract', 'decisionmakerboughtin', 'verhandlung', 'vertrag', 'negociation', 'negociacion', 'contrato'],
];

const stepOf = (name: string): number => SAME_STEP.findIndex((names) => names.includes(plainName(name)));

const found = (stage: StageChoice): RecordStage => ({ name: stage.name, kind: stage.kind, isNew: false });

/** The stage that deals of this kind are in when nothing more is said. */
export function stageOfKind(kind: Outcome, stages: readonly StageChoice[]): RecordStage {
  const stage = stages.find((s) => s.kind === kind);
  return stage ? found(stage) : { name: { open: 'Open', won: 'Won', lost: 'Lost' }[kind], kind, isNew: true };
}

/**
 * The workspace's stage for a text of the file: what a person decided, the same name, an outcome, the same step under another
 * name, and else a new open stage. `stages` in the workspace's order; `decided` by the text of the file.
 */
export function readStage(text: string, stages: readonly StageChoice[], decided: Readonly<Record<string, StageChoice>>): Reading<RecordStage> {
  const choice = Object.hasOwn(decided, text) ? decided[text] : undefined;
  if (choice) {
    const there = stages.find((stage) => plainName(stage.name) === plainName(choice.name));
    return { value: there ? found(there) : { ...choice, isNew: true } };
  }
  const plain = plainName(text);
  const same = stages.find((stage) => plainName(stage.name) === plain);
  if (same) return { value: found(same) };
  const outcome = outcomeOf(text);
  if (outcome === 'closed') return { error: `"${text}" does not say whether the deal was won or lost: choose the stage for it in the mapping` };
  if (outcome) {
    const stage = stageOfKind(outcome, stages);
    return { value: stage, note: `"${text}" was taken as the stage "${stage.name}"` };
  }
  const step = stepOf(text);
  const alike = step >= 0 ? stages.find((stage) => stage.kind === 'open' && stepOf(stage.name) === step) : undefined;
  if (alike) return { value: found(alike), note: `"${text}" was taken as the stage "${alike.name}"` };
  return { value: { name: text, kind: 'open', isNew: true }, note: `the stage "${text}" is not in the workspace: it is added as an open stage` };
}
