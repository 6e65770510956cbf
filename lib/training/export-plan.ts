/** What an export consists of: which examples, or pairs of them, go to which file. Settled once, so that every part is the same whoever writes it again. Pure. */
import { CATALOGUE } from './formats/catalogue';
import { rowProblems } from './formats/line';
import { pairUp } from './pairs';
import { FORMATS, type ExampleLabel, type ExportOptions, type ExportProblem, type Split } from './schema';
import { splitOf } from './split';

/** Line: the example, and the rejected one of a pair. */
export type Unit = { split: Split; id: string; rejected?: string };
export type Row = { id: string; dealId: string; at: Date; type: string; stage: string | null; label: ExampleLabel };

/** The labels that an export looks at: pairs need the good and the bad. */
export const labelsOf = ({ format, labels }: ExportOptions): readonly ExampleLabel[] => (FORMATS[format].pairs ? ['good', 'bad'] : labels);

export function planOf(rows: readonly Row[], options: ExportOptions): Unit[] {
  const side = (dealId: string): Split => splitOf(dealId, options.validationShare);
  if (!FORMATS[options.format].pairs) return rows.map(({ id, dealId }) => ({ id, split: side(dealId) }));
  return pairUp(rows.map(({ id, dealId, at, type, stage, label }) => ({ id, dealId, type, stage, at: at.getTime(), good: label === 'good' })), options.pairing, side)
    .map(({ chosen, rejected, split }) => ({ id: chosen, rejected, split }));
}

export const linesOf = (units: readonly Unit[]): Record<Split, number> => {
  const validation = units.filter(({ split }) => split === 'validation').length;
  return { train: units.length - validation, validation };
};

/** What the provider would say of it, before anything is written. */
export const problemsBefore = (units: readonly Unit[], { format, validationShare }: ExportOptions): ExportProblem[] =>
  rowProblems(FORMATS[format].name, CATALOGUE[format], linesOf(units), validationShare);
