/** Access of a page: the same guard as everything else, answered the way pages do (sign-in page, not found). */
import { headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import { currentPerson, memberAccess, type MemberAccess } from './access';
import { AppError } from './errors';
import { allows, type Permission } from './permissions';

const access = cache((slug: string): Promise<MemberAccess | AppError> =>
  memberAccess(slug).catch((error: unknown) => {
    if (error instanceof AppError) return error;
    throw error;
  }));

/** The sign-in page, leading back to here (the sign-in page itself checks that it is a page of ours). */
async function signInPath(): Promise<string> {
  const here = (await headers()).get('x-winloop-path');
  return here ? `/sign-in?${new URLSearchParams({ to: here }).toString()}` : '/sign-in';
}

/** Scope of the person looking at a page of workspace `slug` that needs `permission`; without it the page does not exist for them. */
export async function pageAccess(slug: string, permission: Permission): Promise<MemberAccess> {
  const found = await access(slug);
  if (found instanceof AppError) {
    if (found.kind === 'unauthenticated') redirect(await signInPath());
    notFound();
  }
  if (!allows(found.scope.role, permission)) notFound();
  return found;
}

/** Everybody's own workspaces, for the switcher and the way in. */
export const personOfPage = cache(() => currentPerson());

/** Runs a use case for a page: what is not there, or not in sight, is the not-found page. */
export async function orNotFound<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AppError && error.kind === 'not_found') notFound();
    throw error;
  }
}
