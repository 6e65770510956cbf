/** Every module under /api/v1, by path. A test compares it with the file system. */
import type { Handler } from '@/lib/server/route';

type Module = Partial<Record<'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', Handler>>;

export const routes: Record<string, () => Promise<Module>> = {
  '/accounts': () => import('../accounts/route'),
  '/accounts/[id]': () => import('../accounts/[id]/route'),
  '/accounts/external/[externalId]': () => import('../accounts/external/[externalId]/route'),
  '/contacts': () => import('../contacts/route'),
  '/contacts/[id]': () => import('../contacts/[id]/route'),
  '/contacts/[id]/deals/[dealId]': () => import('../contacts/[id]/deals/[dealId]/route'),
  '/contacts/external/[externalId]': () => import('../contacts/external/[externalId]/route'),
  '/deals': () => import('../deals/route'),
  '/deals/[id]': () => import('../deals/[id]/route'),
  '/deals/[id]/insights': () => import('../deals/[id]/insights/route'),
  '/deals/[id]/notes': () => import('../deals/[id]/notes/route'),
  '/deals/[id]/outcomes': () => import('../deals/[id]/outcomes/route'),
  '/deals/[id]/score': () => import('../deals/[id]/score/route'),
  '/deals/[id]/similar': () => import('../deals/[id]/similar/route'),
  '/deals/[id]/stage': () => import('../deals/[id]/stage/route'),
  '/deals/external/[externalId]': () => import('../deals/external/[externalId]/route'),
  '/exports/audit': () => import('../exports/audit/route'),
  '/exports/[entity]': () => import('../exports/[entity]/route'),
  '/imports': () => import('../imports/route'),
  '/imports/[id]': () => import('../imports/[id]/route'),
  '/imports/[id]/cancel': () => import('../imports/[id]/cancel/route'),
  '/imports/[id]/undo': () => import('../imports/[id]/undo/route'),
  '/insights/signals': () => import('../insights/signals/route'),
  '/insights/[id]/feedback': () => import('../insights/[id]/feedback/route'),
  '/learning/metrics': () => import('../learning/metrics/route'),
  '/prompts': () => import('../prompts/route'),
  '/prompts/[id]': () => import('../prompts/[id]/route'),
  '/training/exports': () => import('../training/exports/route'),
  '/training/exports/[id]': () => import('../training/exports/[id]/route'),
  '/training/exports/[id]/files/[name]': () => import('../training/exports/[id]/files/[name]/route'),
  '/waiting': () => import('../waiting/route'),
};
