import { z } from 'zod';
import { recordSignals } from '@/lib/feedback/record-signals';
import { signals } from '@/lib/feedback/schema';
import { route } from '@/lib/server/route';

export const POST = route({
  summary: 'Say that insights were seen, expanded or copied: once a day, person and kind', permission: 'feedback.write', body: signals, output: z.object({ stored: z.number().int() }),
  run: (scope, { body }) => recordSignals(scope, body.signals),
});
