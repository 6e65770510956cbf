'use client';

import { X } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';
import { Button } from './button';
import { dismissToast, toastStore, type Toast } from './toast-queue';
import { toneText } from './tone';
import { ToneIcon } from './tone-icon';

const none: readonly Toast[] = [];
/** Long enough to read twice; undo gets time to be thought about. */
const lifetime = (toast: Toast) => (toast.undo ? 10_000 : 6_000);

/** Where messages appear; once, in the root layout. They wait while the pointer or the focus is on them. */
export function Toaster() {
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.read, () => none);
  const list = (
    <div role="status" aria-live="polite" className="toast-stack">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  );
  // Behind an open dialog the page is inert, so the messages move into it.
  const dialog = toasts.length > 0 ? [...document.querySelectorAll('dialog[open]')].at(-1) : undefined;
  return dialog ? createPortal(list, dialog) : list;
}

function ToastCard({ toast }: { toast: Toast }) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismissToast(toast.id), lifetime(toast));
    return () => clearTimeout(timer);
  }, [held, toast]);
  return (
    <div className="toast-card" onPointerEnter={() => setHeld(true)} onPointerLeave={() => setHeld(false)} onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}>
      {toast.tone !== 'neutral' && (
        <span className={toneText[toast.tone]}>
          <ToneIcon tone={toast.tone} size={16} message />
        </span>
      )}
      <p className="min-w-0 flex-1">{toast.message}</p>
      {toast.undo && (
        <Button
          size="sm"
          onClick={() => {
            toast.undo?.();
            dismissToast(toast.id);
          }}
        >
          Undo
        </Button>
      )}
      <Button size="sm" variant="ghost" iconOnly aria-label="Dismiss" onClick={() => dismissToast(toast.id)}>
        <X aria-hidden />
      </Button>
    </div>
  );
}
