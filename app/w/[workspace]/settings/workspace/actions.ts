'use server';

import { z } from 'zod';
import { action } from '@/lib/server/action';
import { changeWorkspace, workspaceChange } from '@/lib/workspaces/change-workspace';
import { exchangeRate, removeRate, saveRate } from '@/lib/workspaces/rates';
import { removeSample } from '@/lib/workspaces/remove-sample';

export const change = action({ permission: 'workspace.manage', input: workspaceChange, run: changeWorkspace });
export const setRate = action({ permission: 'workspace.manage', input: exchangeRate, run: saveRate });
export const dropRate = action({ permission: 'workspace.manage', input: exchangeRate.pick({ currency: true }), run: (scope, { currency }) => removeRate(scope, currency) });
export const removeSampleWorkspace = action({ permission: 'workspace.manage', input: z.object({ confirmation: z.string() }), run: (scope, { confirmation }) => removeSample(scope, confirmation) });
