'use server';

import { z } from 'zod';
import { action } from '@/lib/server/action';
import { removeView as remove, saveView as save, updateView as update } from '@/lib/views/saved-views';
import { newView, viewPatch } from '@/lib/views/schema';

export const saveView = action({ permission: 'view.write', input: newView, run: save });

export const updateView = action({
  permission: 'view.write', input: z.object({ id: z.uuid(), patch: viewPatch }),
  run: (scope, { id, patch }) => update(scope, id, patch),
});

export const removeView = action({ permission: 'view.write', input: z.object({ id: z.uuid() }), run: (scope, { id }) => remove(scope, id) });
