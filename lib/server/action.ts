/**
 * Server actions are made here and nowhere else: `export const x = action({ permission, input, run })`; `personAction` and
 * `publicAction` are for the few that belong to no workspace.
 */
import { headers } from 'next/headers';
import { unstable_rethrow } from 'next/navigation';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { currentPerson, memberAccess } from './access';
import { clientAddress } from './auth/address';
import type { SignedIn } from './doors/auth';
import { AppError, type FieldProblem } from './errors';
import { guard, GUARDED, parseInput, publicError } from './guard';
import { log, safeError } from './log';
import type { Permission } from './permissions';
import { countAddress, type Cost } from './rate-limit';
import type { Scope } from './scope';

export type ActionResult<T> = { ok: true; data: T } | { ok: false; error: { kind: string; message: string; fields: FieldProblem[] } };
export type Action<I, R> = ((workspace: string, input: I) => Promise<ActionResult<R>>) & { [GUARDED]?: Permission };

/** Runs `work` and answers a result; what is not ours to tell is logged under a reference. */
async function answered<R>(what: string, requestId: string, work: () => Promise<R>): Promise<ActionResult<R>> {
  try {
    return { ok: true, data: await work() };
  } catch (error) {
    unstable_rethrow(error);
    const known = publicError(error);
    if (known) return { ok: false, error: { kind: known.kind, message: known.message, fields: known.details.fields ?? [] } };
    log.error({ requestId, what, error: safeError(error) }, 'action failed');
    return { ok: false, error: { kind: 'internal', message: `Something went wrong on our side. Nothing was changed. Reference ${requestId}.`, fields: [] } };
  }
}

/**
 * An action of a workspace's page: called with the workspace's slug and the input, answers a result and never throws.
 * Next itself refuses a foreign Origin for actions.
 */
export function action<S extends z.ZodType, R>(spec: {
  permission: Permission; cost?: Cost; input: S; run: (scope: Scope, input: z.output<S>) => Promise<R>;
}): Action<z.input<S>, R> {
  const call: Action<z.input<S>, R> = (workspace, input) => {
    const requestId = uuidv7();
    return answered(spec.permission, requestId, async () => {
      const { scope } = await memberAccess(String(workspace), requestId);
      return guard(scope, { name: `action:${spec.permission}`, ...spec }, () => Promise.resolve(input), (parsed) => spec.run(scope, parsed));
    });
  };
  call[GUARDED] = spec.permission;
  return call;
}

export type PersonAction<I, R> = ((input: I) => Promise<ActionResult<R>>) & { [GUARDED]?: Permission | 'person' | 'public' };

/** An action of the signed-in person on themselves, in no workspace: sign out, change password. */
export function personAction<S extends z.ZodType, R>(spec: { name: string; input: S; run: (user: SignedIn, input: z.output<S>) => Promise<R> }): PersonAction<z.input<S>, R> {
  const call: PersonAction<z.input<S>, R> = (input) => answered(spec.name, uuidv7(), async () => {
    const person = await currentPerson();
    if (!person) throw new AppError('unauthenticated', 'Sign in first.');
    await countAddress(`person:${spec.name}`, person.user.userId);
    return spec.run(person.user, parseInput(spec.input, input));
  });
  call[GUARDED] = 'person';
  return call;
}

/** An action before anybody is signed in (set-up, invitation and reset by link): limited by address; `run` proves its own right by a token. */
export function publicAction<S extends z.ZodType, R>(spec: { name: string; input: S; run: (input: z.output<S>, address: string) => Promise<R> }): PersonAction<z.input<S>, R> {
  const call: PersonAction<z.input<S>, R> = (input) => answered(spec.name, uuidv7(), async () => {
    const address = clientAddress(await headers());
    await countAddress(`public:${spec.name}`, address);
    return spec.run(parseInput(spec.input, input), address);
  });
  call[GUARDED] = 'public';
  return call;
}
