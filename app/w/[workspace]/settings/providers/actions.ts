'use server';

import { action } from '@/lib/server/action';
import { changeSettings } from '@/lib/workspaces/change-settings';
import { modelSettings } from '@/lib/workspaces/schema';

export const setModelSettings = action({ permission: 'workspace.manage', input: modelSettings, run: changeSettings });
