'use server';

import { z } from 'zod';
import { requestImprovement } from '@/lib/improver/request-improvement';
import { createVersion as create } from '@/lib/prompts/create-version';
import { moveLabel as moveOne } from '@/lib/prompts/move-label';
import { labelMove, newPromptVersion } from '@/lib/prompts/schema';
import { cancelReplay as cancel } from '@/lib/replays/cancel-replay';
import { requestReplay } from '@/lib/replays/request-replay';
import { newReplay } from '@/lib/replays/schema';
import { action } from '@/lib/server/action';

export const createVersion = action({ permission: 'prompt.write', input: newPromptVersion, run: create });
export const moveLabel = action({ permission: 'prompt.write', input: labelMove.extend({ reason: z.string().trim().max(500) }), run: (scope, { reason, ...move }) => moveOne(scope, move, reason) });
export const tryOnPastDeals = action({ permission: 'prompt.write', cost: 'model', input: newReplay, run: requestReplay });
export const cancelReplay = action({ permission: 'prompt.write', input: z.object({ id: z.uuid() }), run: (scope, { id }) => cancel(scope, id) });
export const lookForImprovements = action({ permission: 'prompt.write', cost: 'model', input: z.object({ promptId: z.uuid() }), run: (scope, { promptId }) => requestImprovement(scope, promptId) });
