/** A value read from a cell, or why it cannot be: a clause that goes on after `Row 17, "Close date": `. */
export type Reading<T> = { value: T; note?: string } | { error: string };

export const failed = <T>(reading: Reading<T>): reading is { error: string } => 'error' in reading;

/** The cell as it can be quoted in a sentence: shortened, on one line. */
export const quoted = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return `"${line.length > 60 ? `${[...line].slice(0, 57).join('')}…` : line}"`;
};
