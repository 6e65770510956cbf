/** Which passwords are refused: short ones, and those that a guesser tries early (dictionaries, patterns, the person's own name). */
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import { invalid } from '@/lib/server/errors';
import { newPassword } from './schema';

/** A thousand million guesses: beyond every published list and its variations. */
const ENOUGH_GUESSES = 1e9;

let guesser: ZxcvbnFactory | undefined;

/** Throws invalid with the reason at `field`. `about`: words that the person's guesser knows (name, e-mail, workspace). */
export function mustBeGoodPassword(password: string, about: readonly string[], field = 'password'): void {
  const refuse = (message: string) => invalid(message, [{ path: field, message }]);
  const length = newPassword.safeParse(password);
  if (!length.success) throw refuse(length.error.issues[0]?.message ?? 'This password cannot be used.');
  guesser ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
  const known = about.flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)]).filter((word) => word.length > 2);
  if (guesser.check(password, ['winloop', 'sample', ...known]).guesses < ENOUGH_GUESSES) {
    throw refuse('This password is easy to guess: it is common, a simple pattern, or made of your own name. Use a few unrelated words.');
  }
}
