/** The answer that needs no provider: computed from the same input, held to the same output schema and checks. */
import type { LanguageTask } from '@/lib/llm/task';

export const BUILTIN_MODEL = 'builtin';

/** Throws when the built-in breaks its own contract: that is a defect, not a case for another fallback. */
export function builtinAnswer<I, O>(task: LanguageTask<I, O>, input: I): O {
  const output = task.output.parse(task.builtin(input));
  const problems = task.check?.(output, input) ?? [];
  if (problems.length > 0) throw new Error(`built-in of ${task.name} breaks its own rules: ${problems.join('; ')}`);
  return output;
}
