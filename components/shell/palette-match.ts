/** Whether what is typed means this entry: each word begins a word of it. Pure. */
export function matches(entry: string, typed: string): boolean {
  const words = entry.toLowerCase().split(/[\s,()]+/);
  return typed.toLowerCase().split(/\s+/).filter(Boolean).every((wanted) => words.some((word) => word.startsWith(wanted)));
}
