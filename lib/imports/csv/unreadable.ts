/** The file as a whole cannot be read. The message is for the person who chose it: what is wrong, and what to do. */
export class UnreadableFile extends Error {
  override name = 'UnreadableFile';
}
