'use client';

import { useRef, useState } from 'react';

/** What every server action of the product answers (lib/server/action.ts). */
export type Outcome<T> = { ok: true; data: T } | { ok: false; error: { kind: string; message: string; fields: readonly { path: string; message: string }[] } };

export interface RunningAction<I, R> {
  /** Null when it failed, or when one is under way already: a second click starts nothing. */
  run: (input: I) => Promise<R | null>;
  pending: boolean;
  /** Why the last one failed, in a sentence. */
  problem: string | null;
  /** What is wrong, field by field; the same array until the next answer. */
  fields: readonly { path: string; message: string }[];
  /** What is wrong with the field of this name. */
  errorOf: (field: string) => string[];
}

const NONE: readonly never[] = [];

/** Calls a server action of the workspace and keeps what came of it, for a form or a button. */
export function useAction<I, R>(call: (workspace: string, input: I) => Promise<Outcome<R>>, workspace: string): RunningAction<I, R> {
  const busy = useRef(false);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<{ message: string; fields: readonly { path: string; message: string }[] } | null>(null);

  const run = async (input: I): Promise<R | null> => {
    if (busy.current) return null;
    busy.current = true;
    setPending(true);
    try {
      const outcome = await call(workspace, input);
      setError(outcome.ok ? null : outcome.error);
      return outcome.ok ? outcome.data : null;
    } catch {
      setError({ message: 'The server could not be reached. Nothing was lost here: try again.', fields: [] });
      return null;
    } finally {
      busy.current = false;
      setPending(false);
    }
  };

  return {
    run, pending,
    problem: error?.message ?? null, fields: error?.fields ?? NONE,
    errorOf: (field) => (error?.fields ?? []).filter(({ path }) => path === field || path.endsWith(`.${field}`)).map(({ message }) => message),
  };
}
