/** Text that others wrote (names, notes, mails, a language model's answer) made safe to put inside a sentence of ours. */

// C0 and C1 controls, zero-width and direction marks, line separators, variation selectors, and the tag block that hides ASCII.
const INVISIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0e\ufeff]|[\u{e0000}-\u{e01ef}]/gu;

/** Without control and invisible characters, on one line, at most `limit` characters; what is cut ends in an ellipsis. */
export function plain(text: string, limit: number): string {
  const line = text.toWellFormed().replace(INVISIBLE, '').replace(/\s+/g, ' ').trim();
  return line.length <= limit ? line : `${line.slice(0, limit - 1).toWellFormed().replaceAll('\ufffd', '').trimEnd()}…`;
}
