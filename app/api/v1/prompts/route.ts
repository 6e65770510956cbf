import { z } from 'zod';
import { listPrompts } from '@/lib/prompts/list-prompts';
import { promptSummary } from '@/lib/prompts/schema';
import { route } from '@/lib/server/route';

export const GET = route({
  summary: 'Prompts of the language tasks: the version in production, the newest, and how the one in production does', permission: 'prompt.read',
  output: z.object({ data: z.array(promptSummary) }), run: async (scope) => ({ data: await listPrompts(scope) }),
});
