'use server';

import { z } from 'zod';
import { action } from '@/lib/server/action';
import { cancelExport, previewExport, requestExport } from '@/lib/training/request-export';
import { exportOptions } from '@/lib/training/schema';
import { askUpdate } from '@/lib/updates/ask-update';
import { askUpdateInput } from '@/lib/updates/schema';

/** What an export with these choices would be. */
export const lookAtExport = action({ permission: 'training.export', input: exportOptions, run: (scope, options) => previewExport(scope, options) });

export const startExport = action({ permission: 'training.export', input: exportOptions, run: (scope, options) => requestExport(scope, options) });

export const stopExport = action({ permission: 'training.export', input: z.object({ id: z.uuid() }), run: (scope, { id }) => cancelExport(scope, id) });

/** Has the workspace learn anew now. */
export const learnNow = action({ permission: 'learning.manage', input: askUpdateInput, run: (scope, { why }) => askUpdate(scope, why) });
