/** The design in hand, kept in this browser until it is saved: a reload, a closed tab and the back button lose nothing. */
import type { Draft } from './draft';
import { problemsOf } from './draft-problems';

const keyOf = (workspace: string, of: string): string => `winloop experiment ${workspace} ${of}`;

/** Whatever stands there that a form could not show is as if nothing did. */
export function keptDraft(workspace: string, of: string): Draft | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(workspace, of)) ?? 'null');
    if (typeof kept !== 'object' || kept === null) return null;
    const draft = kept as Draft;
    const shaped = Array.isArray(draft.variants) && draft.variants.every(({ payload, levels }) => typeof payload === 'object' && Array.isArray(levels)) && Array.isArray(draft.metrics) && Array.isArray(draft.targeting) && Array.isArray(draft.factors) && typeof draft.subject === 'object' && typeof draft.prior === 'object' && typeof draft.name === 'string';
    if (!shaped) return null;
    problemsOf(draft, new Date());
    return draft;
  } catch {
    return null;
  }
}

export function keepDraft(workspace: string, of: string, draft: Draft | null): void {
  try {
    if (draft) localStorage.setItem(keyOf(workspace, of), JSON.stringify(draft));
    else localStorage.removeItem(keyOf(workspace, of));
  } catch {
    // A browser that keeps nothing loses the design on reload; saving it as a draft keeps it here.
  }
}
