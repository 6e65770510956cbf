import type { Tone } from './tone';

export interface Toast {
  id: number;
  message: string;
  tone: Tone;
  undo?: () => void;
}

/** The messages on screen, newest last. A plain store rather than a context, so that any handler can speak without a hook. */
let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]) {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Says what happened. With `undo`, the message stays longer and offers it once. At most three are kept. */
export function showToast(message: string, options: { tone?: Tone; undo?: () => void } = {}): void {
  lastId += 1;
  set([...toasts, { id: lastId, message, tone: options.tone ?? 'neutral', undo: options.undo }].slice(-3));
}

export function dismissToast(id: number): void {
  set(toasts.filter((toast) => toast.id !== id));
}

export const toastStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  read: (): readonly Toast[] => toasts,
};
