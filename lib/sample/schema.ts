/** How far the loading of the sample workspace is. */
import { z } from 'zod';

export const sampleProgress = z.object({
  status: z.enum(['loading', 'loaded']),
  /** What is being done, for a person: "Importing deals". */
  step: z.string(),
  done: z.number().int().min(0),
  total: z.number().int().min(0),
});
export type SampleProgress = z.infer<typeof sampleProgress>;
