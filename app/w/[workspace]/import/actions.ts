'use server';

import { z } from 'zod';
import { previewImport } from '@/lib/imports/plan';
import { chosenOptions, entity, mapping } from '@/lib/imports/schema';
import { cancelImport, runWith } from '@/lib/imports/start-import';
import { requestUndo } from '@/lib/imports/undo-import';
import { action } from '@/lib/server/action';

const importId = z.object({ importId: z.uuid() });
const choice = importId.extend({ entity, mapping, options: chosenOptions });

/** How the file would be understood with these choices. */
export const previewWith = action({
  permission: 'import.run', input: choice.partial({ mapping: true, options: true, entity: true }),
  run: (scope, { importId: id, ...chosen }) => previewImport(scope, id, chosen),
});

export const startWith = action({
  permission: 'import.run', input: choice.extend({ dryRun: z.boolean() }),
  run: (scope, { importId: id, ...chosen }) => runWith(scope, id, chosen),
});

export const stopImport = action({ permission: 'import.run', input: importId, run: (scope, { importId: id }) => cancelImport(scope, id) });

export const undoWhole = action({ permission: 'import.run', input: importId, run: (scope, { importId: id }) => requestUndo(scope, id) });
