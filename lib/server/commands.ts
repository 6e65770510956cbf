/** What the command line can do, by name. Each command is a use case with its input; where it runs is not its concern. */
import { z } from 'zod';
import { createKey } from '@/lib/keys/create-key';
import { newKey } from '@/lib/keys/schema';
import { resetLinkByEmail } from '@/lib/members/reset-password';
import { changeSettings } from '@/lib/workspaces/change-settings';
import { createWorkspace } from '@/lib/workspaces/create-workspace';
import { inviteFirstAdmin } from '@/lib/workspaces/invite-first-admin';
import { newWorkspace, workspaceSettings } from '@/lib/workspaces/schema';
import { command, type Command } from './command';
import { writeBackup } from './db/backup';
import { database } from './db/client';
import { readMigrations } from './db/migrate';
import { restoreBackup } from './db/restore';
import { findWorkspace } from './doors/auth';
import { AppError } from './errors';
import { importFile, importInput } from './import-command';
import { systemScope, type Scope } from './scope';

const ACTOR = 'command line';

/** The workspace named on the command line, with all rights: who can run commands owns the installation. */
async function scopeOf(slug: string): Promise<Scope> {
  const workspace = await findWorkspace(slug);
  if (!workspace) throw new AppError('not_found', `There is no workspace "${slug}". Make one: npm run winloop -- workspace create --slug ${slug} --name "…"`);
  return systemScope(workspace.id, ACTOR);
}

const counted = (sums: Record<string, { rows: number }>): string => {
  const rows = Object.values(sums).reduce((sum, table) => sum + table.rows, 0);
  return `${rows} rows in ${Object.keys(sums).length} tables`;
};

const workspace = z.string('Say which workspace: --workspace <slug>');
const file = z.string('Say which file');

export const COMMANDS: Readonly<Record<string, Command>> = {
  'workspace create': command({
    summary: 'Makes a workspace, with a link for its first admin when an e-mail is given',
    usage: '--slug <slug> --name <name> [--currency USD] [--timezone UTC] [--admin-email <address>] [--held-out-share 0.1]',
    options: { slug: 'string', name: 'string', currency: 'string', timezone: 'string', 'admin-email': 'string', 'held-out-share': 'string' },
    input: newWorkspace.extend({ heldOutShare: z.coerce.number().pipe(workspaceSettings.shape.heldOutShare.unwrap()).optional(), adminEmail: z.email('--admin-email must be an e-mail address').optional() }),
    run: async ({ adminEmail, heldOutShare, ...input }) => {
      let link: string | null = null;
      const made = await createWorkspace(input, ACTOR, async (scope) => {
        if (heldOutShare !== undefined) await changeSettings(scope, { heldOutShare });
        if (adminEmail) link = await inviteFirstAdmin(scope, adminEmail);
      });
      return link ?? made.slug;
    },
  }),

  'apikey create': command({
    summary: 'Makes an API key and prints it: the only time it is shown',
    usage: '--workspace <slug> --role <rep|manager|operator|admin> [--name <name>] [--expires-days <days>]',
    options: { workspace: 'string', role: 'string', name: 'string', 'expires-days': 'string' },
    input: z.object({ workspace, role: newKey.shape.role, name: newKey.shape.name.default(ACTOR), expiresDays: z.coerce.number().pipe(z.int().min(1).max(3650)).optional() }),
    run: async ({ workspace: slug, role, name, expiresDays }) => {
      const { token } = await createKey(await scopeOf(slug), { name, role, expiresInDays: expiresDays ?? null });
      return token;
    },
  }),

  'reset-link': command({
    summary: 'Makes a link by which a person sets a new password; it works once, for an hour',
    usage: '--email <address>',
    options: { email: 'string' },
    input: z.object({ email: z.email('Say whose: --email <address>') }),
    run: async ({ email }) => (await resetLinkByEmail(email)).link,
  }),

  import: command({
    summary: 'Imports a CSV file as the import page does; rows that are left out are listed on standard error',
    usage: '--workspace <slug> --entity <deals|accounts|contacts|products|members> --file <path> [--mapping <json>] [--dry-run]',
    options: { workspace: 'string', entity: 'string', file: 'string', mapping: 'string', 'dry-run': 'boolean' },
    files: ['file'],
    input: importInput,
    run: async (input, progress) => importFile(await scopeOf(input.workspace), input, progress),
  }),

  backup: command({
    summary: 'Writes everything into one file, while the server runs',
    usage: '<file>',
    positionals: ['file'], files: ['file'],
    input: z.object({ file }),
    run: async (input, progress) => `Wrote ${input.file}: ${counted(await writeBackup(await database(), input.file, progress))}.`,
  }),

  restore: command({
    summary: 'Reads a backup into an empty database (or replaces everything, with --force); the server must be stopped',
    usage: '<file> [--force]',
    positionals: ['file'], files: ['file'], options: { force: 'boolean' }, alone: true,
    input: z.object({ file, force: z.boolean().default(false) }),
    run: async (input, progress) => {
      const sums = await restoreBackup(await database(), await readMigrations(process.cwd()), input.file, input, progress);
      return `Restored ${counted(sums)}; every table has the checksum of the backup.`;
    },
  }),
};
