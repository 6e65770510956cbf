'use server';

import { action } from '@/lib/server/action';
import { changeSettings } from '@/lib/workspaces/change-settings';
import { learningSettings } from '@/lib/workspaces/schema';

export const setLearningSettings = action({ permission: 'learning.manage', input: learningSettings, run: changeSettings });
