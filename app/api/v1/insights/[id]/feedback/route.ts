import { recordFeedback } from '@/lib/feedback/record-feedback';
import { feedback, feedbackAnswer } from '@/lib/feedback/schema';
import { idParams } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const PUT = route({
  summary: 'Answer an insight: the whole answer as it should stand', permission: 'feedback.write', params: idParams, body: feedbackAnswer, output: feedback,
  run: (scope, { params, body }) => recordFeedback(scope, params.id, body),
});
