/** A command of the command line is a value: its options, its input, what it does. lib/server/commands.ts lists them. */
import type { z } from 'zod';

/** Tells the person at the terminal what is going on; one line each. */
export type Progress = (text: string) => void;

export type Command<S extends z.ZodType = z.ZodType> = {
  /** One line for the list of commands. */
  summary: string;
  /** What comes after the name, as printed in the help. */
  usage: string;
  /** Names of the input's fields that are given by position. */
  positionals: readonly string[];
  /** `--dry-run` fills the field dryRun. */
  options: Readonly<Record<string, 'string' | 'boolean'>>;
  /** Fields that name files: made absolute where they are typed, because the server may stand elsewhere. */
  files: readonly string[];
  /** Needs the data for itself: refused while the server runs. */
  alone: boolean;
  input: S;
  /** Gives what is printed on standard output. Throws AppError for what the person can mend. */
  run: (input: z.output<S>, progress: Progress) => Promise<string>;
};

type Defaults = 'positionals' | 'options' | 'files' | 'alone';

/** Fills in what most commands do not have, and checks `run` against `input`. */
export function command<S extends z.ZodType>(spec: Omit<Command<S>, Defaults> & Partial<Pick<Command<S>, Defaults>>): Command {
  const whole: Command<S> = { positionals: [], options: {}, files: [], alone: false, ...spec };
  return whole as unknown as Command;
}

export const fieldOf = (option: string): string => option.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
