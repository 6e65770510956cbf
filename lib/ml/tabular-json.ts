/**
 * A model of the learner of tables as plain JSON, and back: what a database keeps. Long lists are base64 of their bytes; leaf values, covers and
 * coefficients keep 7 digits, places where bins begin keep them all, so that every row falls where it fell.
 */
import { binCount, type ColumnBins } from './bins';
import type { DesignPart } from './linear-design';
import type { TabularModel } from './tabular';
import { WORDS, type Trees } from './trees';

const FORMAT = 1;

export type PackedBins = { kind: 'text'; name: string } | { kind: 'numeric'; name: string; edges: string } | { kind: 'category'; name: string; bin: string; bins: number };
export type PackedPart =
  | { kind: 'numeric'; name: string; first: number; mean: number; sd: number; low: number; high: number; edges: string }
  | { kind: 'category'; name: string; first: number; level: string; levels: number }
  | { kind: 'text'; name: string; first: number; buckets: number };
/** `left` has as many words a node as its column has bins for. */
export type PackedTrees = { roots: string; column: string; left: string; children: string; value: string; nodeCover: string; leafCover: string };
export type PackedTabular = {
  format: typeof FORMAT; rate: number; n: number;
  linear: { parts: PackedPart[]; columns: number; intercept: number; coefficients: string; means: number[] };
  bins: PackedBins[]; base: number; trees: PackedTrees;
  blend: TabularModel['blend']; isotonic: TabularModel['isotonic'];
};

type Numbers = Float64Array | Float32Array | Int32Array | Uint32Array | Uint16Array | Uint8Array;
const pack = (values: Numbers): string => Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');

/** Throws RangeError unless `packed` is base64 of whole numbers of the kind asked for. */
function unpack<T extends Numbers>(make: { new (buffer: ArrayBuffer): T; BYTES_PER_ELEMENT: number }, packed: unknown): T {
  if (typeof packed !== 'string') throw broken('a list is missing');
  const bytes = Buffer.from(packed, 'base64');
  if (bytes.length % make.BYTES_PER_ELEMENT !== 0) throw broken('a list is cut off');
  return new make(Uint8Array.from(bytes).buffer);
}

const broken = (what: string): RangeError => new RangeError(`this is no model of the learner of tables: ${what}`);
const must = (holds: boolean, what: string): void => { if (!holds) throw broken(what); };

const wordsOf = (column: ColumnBins): number => Math.ceil(binCount(column) / 32);

export function packTabular({ rate, n, linear, bins, boosted, blend, isotonic }: TabularModel): PackedTabular {
  const { trees } = boosted, left: number[] = [];
  trees.column.forEach((c, node) => {
    for (let w = 0; w < wordsOf(bins[c]!); w++) left.push(trees.left[node * WORDS + w]!);
  });
  return {
    format: FORMAT, rate, n,
    linear: {
      parts: linear.design.parts.map((part): PackedPart => (part.kind === 'text' ? part
        : part.kind === 'numeric' ? { ...part, edges: pack(Float64Array.from(part.edges)) } : { ...part, level: pack(Int32Array.from(part.level)) })),
      columns: linear.design.columns, intercept: linear.intercept, coefficients: pack(Float32Array.from(linear.coefficients)), means: linear.means,
    },
    bins: bins.map((column): PackedBins => (column.kind === 'text' ? column
      : column.kind === 'numeric' ? { ...column, edges: pack(Float64Array.from(column.edges)) } : { ...column, bin: pack(Uint8Array.from(column.bin)) })),
    base: boosted.base,
    trees: {
      roots: pack(Int32Array.from(trees.roots)), column: pack(Uint16Array.from(trees.column)), left: pack(Uint32Array.from(left)), children: pack(trees.children),
      value: pack(Float32Array.from(trees.value)), nodeCover: pack(Float32Array.from(trees.nodeCover)), leafCover: pack(Float32Array.from(trees.leafCover)),
    },
    blend, isotonic,
  };
}

/** Throws RangeError on anything but what `packTabular` made: a model that is read always gives an answer, and never walks in circles. */
export function unpackTabular(json: unknown): TabularModel {
  must(typeof json === 'object' && json !== null, 'it is no object');
  const packed = json as PackedTabular;
  must(packed.format === FORMAT, 'its format is unknown');
  must(Array.isArray(packed.bins) && typeof packed.linear === 'object' && packed.linear !== null && Array.isArray(packed.linear.parts), 'its columns are missing');
  must(packed.bins.length === packed.linear.parts.length, 'its columns differ');
  const bins = packed.bins.map(binsFrom), { intercept, columns } = packed.linear;
  const coefficients = Array.from(unpack(Float32Array, packed.linear.coefficients)), { means } = packed.linear;
  const parts = packed.linear.parts.map((part, c) => partFrom(part, bins[c]!, coefficients.length));
  must(coefficients.length === columns && finite([...coefficients, intercept]), 'its coefficients do not fit its columns');
  must(Array.isArray(means) && means.length === parts.length && finite(means), 'its means do not fit its columns');
  const { blend, isotonic, rate, n, base } = packed;
  must(finite([rate, n, base, blend?.intercept, blend?.linear, blend?.trees]), 'a number is missing');
  must(isotonic === null || (isotonic?.kind === 'isotonic' && Array.isArray(isotonic.x) && Array.isArray(isotonic.y) && isotonic.x.length > 0 && isotonic.x.length === isotonic.y.length && finite([...isotonic.x, ...isotonic.y])), 'its calibration is broken');
  return { rate, n, linear: { design: { parts, columns }, intercept, coefficients, means }, bins, boosted: { base, trees: treesFrom(packed.trees, bins) }, blend, isotonic };
}

const finite = (values: readonly unknown[]): boolean => values.every((value) => typeof value === 'number' && Number.isFinite(value));

function binsFrom(column: PackedBins): ColumnBins {
  must(typeof column?.name === 'string', 'a column has no name');
  if (column.kind === 'text') return { kind: 'text', name: column.name };
  if (column.kind === 'numeric') {
    const edges = Array.from(unpack(Float64Array, column.edges));
    must(edges.length <= 254 && edges.every((edge, k) => k === 0 || edge > edges[k - 1]!), `the bins of "${column.name}" do not ascend`);
    return { kind: 'numeric', name: column.name, edges };
  }
  must(column.kind === 'category', `"${column.name}" is of no known kind`);
  const bin = Array.from(unpack(Uint8Array, column.bin));
  must(Number.isInteger(column.bins) && bin.every((at) => at <= column.bins), `the bins of "${column.name}" do not fit`);
  return { kind: 'category', name: column.name, bin, bins: column.bins };
}

function partFrom(part: PackedPart, bins: ColumnBins, coefficients: number): DesignPart {
  must(part?.name === bins.name && part.kind === bins.kind, `"${bins.name}" differs between the parts of the model`);
  const wide = part.kind === 'numeric' ? 3 : part.kind === 'category' ? part.levels + 1 : part.buckets;
  must(Number.isInteger(part.first) && part.first >= 0 && wide >= 1 && part.first + wide <= coefficients, `"${part.name}" has no coefficients`);
  if (part.kind === 'text') return part;
  if (part.kind === 'numeric') {
    must(finite([part.mean, part.sd, part.low, part.high]) && part.sd > 0, `"${part.name}" has no scale`);
    return { ...part, edges: Array.from(unpack(Float64Array, part.edges)) };
  }
  const level = Array.from(unpack(Int32Array, part.level));
  must(level.every((at) => at >= -1 && at < part.levels), `the levels of "${part.name}" do not fit`);
  return { ...part, level };
}

function treesFrom(packed: PackedTrees, bins: readonly ColumnBins[]): Trees {
  must(typeof packed === 'object' && packed !== null, 'its trees are missing');
  const roots = Array.from(unpack(Int32Array, packed.roots)), column = Int32Array.from(unpack(Uint16Array, packed.column)), children = unpack(Int32Array, packed.children);
  const words = unpack(Uint32Array, packed.left), left = new Uint32Array(column.length * WORDS);
  const [value, nodeCover, leafCover] = [packed.value, packed.nodeCover, packed.leafCover].map((list) => Float64Array.from(unpack(Float32Array, list))) as [Float64Array, Float64Array, Float64Array];
  must(children.length === column.length * 2 && nodeCover.length === column.length && leafCover.length === value.length, 'its trees are cut off');
  // Each question makes one leaf into two.
  must(value.length === column.length + roots.length, 'its trees are cut off');
  must(finite([...value, ...nodeCover, ...leafCover]), 'its trees hold what is no number');
  // A child comes after its parent: whoever walks down arrives.
  const exists = (child: number, after: number): boolean => (child < 0 ? ~child < value.length : child > after && child < column.length);
  must(roots.every((root) => exists(root, -1)) && children.every((child, at) => exists(child, at >> 1)), 'its trees lead nowhere');
  let at = 0;
  column.forEach((c, node) => {
    must(c < bins.length, 'its trees ask about a column that is not there');
    for (let w = 0; w < wordsOf(bins[c]!); w++) left[node * WORDS + w] = words[at++] ?? 0;
  });
  must(at === words.length, 'its trees are cut off');
  return { roots, column, left, children, value, nodeCover, leafCover };
}
