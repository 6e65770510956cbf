'use server';

import { z } from 'zod';
import { teamName } from '@/lib/members/schema';
import { createTeam, deleteTeam, renameTeam } from '@/lib/members/teams';
import { action } from '@/lib/server/action';
import { changeSettings } from '@/lib/workspaces/change-settings';
import { sightSettings } from '@/lib/workspaces/schema';

export const create = action({ permission: 'member.manage', input: z.object({ name: teamName }), run: (scope, { name }) => createTeam(scope, name) });
export const rename = action({ permission: 'member.manage', input: z.object({ id: z.uuid(), name: teamName }), run: (scope, { id, name }) => renameTeam(scope, id, name) });
export const remove = action({ permission: 'member.manage', input: z.object({ id: z.uuid() }), run: (scope, { id }) => deleteTeam(scope, id) });
export const setSight = action({ permission: 'workspace.manage', input: sightSettings, run: changeSettings });
