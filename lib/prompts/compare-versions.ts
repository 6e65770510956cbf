/** What differs between two versions of a prompt, line by line and, inside changed lines, word by word. Pure; text in, text out. */
import { diffLines, diffWordsWithSpace } from 'diff';

export type Piece = { text: string; changed: boolean };
/** `kept` stands in both, `removed` only in the first, `added` only in the second. Numbers count lines from 1. */
export type DiffLine = { kind: 'kept' | 'removed' | 'added'; before: number | null; after: number | null; pieces: Piece[] };
export type DiffPart = { title: string; lines: DiffLine[]; changed: boolean };
type Content = { template: { system: string; user: string }; config: { maxTokens?: number | undefined; effort?: string | undefined } };

/** Longer texts are compared by line only: word by word would take seconds. */
const MOST_WORDS = 20_000;

const settings = ({ config }: Content): string =>
  [`longest answer: ${config.maxTokens === undefined ? 'as the task says' : `${config.maxTokens} tokens`}`, `effort: ${config.effort ?? 'as the model decides'}`].join('\n');

/** System text, user text and settings of two versions. */
export const compareVersions = (before: Content, after: Content): DiffPart[] => [
  part('Instructions', before.template.system, after.template.system),
  part('Request', before.template.user, after.template.user),
  part('Settings', settings(before), settings(after)),
];

const part = (title: string, before: string, after: string): DiffPart => {
  const lines = compareTexts(before, after);
  return { title, lines, changed: lines.some(({ kind }) => kind !== 'kept') };
};

const split = (value: string): string[] => value.replace(/\n$/, '').split('\n');

/** Lines of both texts in order; a removed block that is followed by an added one is compared word by word. */
export function compareTexts(before: string, after: string): DiffLine[] {
  const found: DiffLine[] = [];
  let [left, right] = [1, 1];
  const changes = diffLines(`${before}\n`, `${after}\n`);
  const push = (kind: DiffLine['kind'], lines: Piece[][]) => lines.forEach((pieces) => found.push({ kind, before: kind === 'added' ? null : left++, after: kind === 'removed' ? null : right++, pieces }));
  for (let i = 0; i < changes.length; i++) {
    const change = changes[i];
    if (!change) continue;
    const next = changes[i + 1];
    if (change.removed && next?.added) {
      const [removed, added] = byWord(change.value, next.value);
      push('removed', removed);
      push('added', added);
      i++;
      continue;
    }
    const kind = change.added ? 'added' : change.removed ? 'removed' : 'kept';
    push(kind, split(change.value).map((text) => [{ text, changed: kind !== 'kept' }]));
  }
  return found;
}

function byWord(before: string, after: string): [Piece[][], Piece[][]] {
  if (before.length + after.length > MOST_WORDS) return [split(before).map((text) => [{ text, changed: true }]), split(after).map((text) => [{ text, changed: true }])];
  const removed: Piece[] = [];
  const added: Piece[] = [];
  for (const { value, removed: gone, added: fresh } of diffWordsWithSpace(before, after)) {
    if (!fresh) removed.push({ text: value, changed: gone });
    if (!gone) added.push({ text: value, changed: fresh });
  }
  return [intoLines(removed), intoLines(added)];
}

/** Pieces that run over several lines, cut at the line ends. */
function intoLines(pieces: readonly Piece[]): Piece[][] {
  const lines: Piece[][] = [[]];
  for (const { text, changed } of pieces) {
    text.split('\n').forEach((segment, index) => {
      if (index > 0) lines.push([]);
      if (segment !== '') lines.at(-1)?.push({ text: segment, changed });
    });
  }
  // The text ends with a line end.
  if (lines.at(-1)?.length === 0) lines.pop();
  return lines;
}
