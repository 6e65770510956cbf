import { idParams } from '@/lib/server/api-shapes';
import { getPrompt } from '@/lib/prompts/get-prompt';
import { promptDetail } from '@/lib/prompts/schema';
import { route } from '@/lib/server/route';

export const GET = route({
  summary: 'A prompt with its versions, their labels and figures, and every move of a label', permission: 'prompt.read',
  params: idParams, output: promptDetail, run: (scope, { params }) => getPrompt(scope, params.id),
});
