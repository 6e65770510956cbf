/** Every event by name with the ids it carries: rows carry the truth. The only list of them. */
import { z } from 'zod';

const inWorkspace = z.object({ workspaceId: z.uuid() });

export const events = {
  'insights/requested': inWorkspace.extend({ runId: z.uuid() }),
  'import/requested': inWorkspace.extend({ importId: z.uuid() }),
  'import/undo.requested': inWorkspace.extend({ importId: z.uuid() }),
  'deals/changed': inWorkspace.extend({ dealIds: z.array(z.uuid()).max(5000).describe('empty: all that need it'), cause: z.string() }),
  'leads/changed': inWorkspace.extend({ leadIds: z.array(z.uuid()).max(5000), cause: z.string() }),
  'workspace/refresh.requested': inWorkspace.extend({ cause: z.string() }),
  'sample/requested': inWorkspace,
  'training/export.requested': inWorkspace.extend({ exportId: z.uuid() }),
  'model/update.requested': inWorkspace.extend({ requestId: z.uuid() }),
  'model/training.requested': inWorkspace.extend({ trainingId: z.uuid() }),
  'model/moved': inWorkspace.extend({ model: z.string(), moveId: z.uuid() }),
  'prompt/improve.requested': inWorkspace.extend({ requestId: z.uuid() }),
  'prompt/replay.requested': inWorkspace.extend({ replayId: z.uuid() }),
  'plan/item.approved': inWorkspace.extend({ itemId: z.uuid() }),
  'plan/item.withdrawn': inWorkspace.extend({ itemId: z.uuid() }),
  'experiment/scheduled': inWorkspace.extend({ experimentId: z.uuid() }),
  'experiment/started': inWorkspace.extend({ experimentId: z.uuid() }),
  'experiment/changed': inWorkspace.extend({ experimentId: z.uuid() }),
  'experiment/recorded': inWorkspace.extend({ experimentId: z.uuid() }),
} as const;

export type EventName = keyof typeof events;
export type EventData<N extends EventName> = z.infer<(typeof events)[N]>;
