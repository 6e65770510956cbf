'use server';

import { z } from 'zod';
import { createVersion as create } from '@/lib/prompts/create-version';
import { moveLabel as moveOne } from '@/lib/prompts/move-label';
import { labelMove, newPromptVersion } from '@/lib/prompts/schema';
import { action } from '@/lib/server/action';

export const createVersion = action({ permission: 'prompt.write', input: newPromptVersion, run: create });
export const moveLabel = action({ permission: 'prompt.write', input: labelMove.extend({ reason: z.string().trim().max(500) }), run: (scope, { reason, ...move }) => moveOne(scope, move, reason) });
