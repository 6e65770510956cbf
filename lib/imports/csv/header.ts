/** Column names that can be pointed at: none empty, none twice. */
import { MAX_COLUMNS } from './limits';
import { UnreadableFile } from './unreadable';

const MAX_NAME = 120;

/** Cleaned names, one for each cell of the header, and a sentence for each change. Throws UnreadableFile when there are too many. */
export function cleanHeader(cells: readonly string[]): { columns: string[]; notes: string[] } {
  let width = cells.length;
  while (width > 1 && cells[width - 1]?.trim() === '') width--;
  if (width > MAX_COLUMNS) throw new UnreadableFile(`The file has ${width} columns; at most ${MAX_COLUMNS} can be read. Delete the columns that you do not need.`);
  const notes: string[] = [];
  const taken = new Set<string>();
  const columns = cells.slice(0, width).map((cell, index) => {
    const plain = cell.replace(/[\s\u00a0\ufeff]+/g, ' ').trim();
    // A key that objects keep for themselves.
    const name = plain === '__proto__' ? 'proto' : [...plain].slice(0, MAX_NAME).join('');
    let unique = name === '' ? `Column ${index + 1}` : name;
    for (let n = 2; taken.has(unique); n++) unique = `${name === '' ? `Column ${index + 1}` : name} (${n})`;
    taken.add(unique);
    if (name === '') notes.push(`Column ${index + 1} has no name; it is called "${unique}" here.`);
    else if (unique !== name) notes.push(`There is more than one column "${name}"; the one at place ${index + 1} is called "${unique}" here.`);
    return unique;
  });
  return { columns, notes };
}
