import { describe, expect, it } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { guard } from './guard';
import { allows, leastRole, PERMISSIONS, ROLES, type Permission } from './permissions';
import { keyScope, memberScope, type Role } from './scope';

/** Who may do what, as people were told (platform.md). Changing the table means changing this on purpose. */
const EXPECTED: Record<Role, readonly Permission[]> = {
  rep: [
    'deal.read', 'deal.write', 'lead.read', 'lead.write', 'account.read', 'account.write', 'contact.read', 'contact.write', 'insight.read', 'insight.generate',
    'feedback.write', 'rule.read', 'workspace.read', 'member.read', 'self.manage',
    'view.write', 'notification.read',
  ],
  manager: ['deal.assign', 'lead.assign', 'deal.export', 'import.read', 'import.run', 'view.share', 'learning.read', 'plan.read', 'plan.propose', 'plan.decide', 'prompt.read', 'training.read', 'experiment.read', 'model.read'],
  operator: ['job.read', 'job.control', 'provider.read', 'learning.manage', 'prompt.write', 'training.export', 'experiment.write', 'experiment.record', 'model.write'],
  admin: ['rule.write', 'workspace.manage', 'member.manage', 'key.manage', 'audit.read'],
};

const ids = { id: uuidv7(), userId: uuidv7(), workspaceId: uuidv7() };

describe('the table of permissions', () => {
  it('gives each role its own and those of the roles before it, and nothing else', () => {
    let expected: Permission[] = [];
    for (const role of ROLES) {
      expected = [...expected, ...EXPECTED[role]];
      expect(PERMISSIONS.filter((permission) => allows(role, permission)).sort(), role).toEqual([...expected].sort());
    }
    expect(expected.sort()).toEqual([...PERMISSIONS].sort());
  });

  it.each(PERMISSIONS)('is kept by the guard before input is looked at: %s', async (permission) => {
    for (const role of ROLES) {
      const scopes = [memberScope({ ...ids, name: role, role }, 'all', 'r'), keyScope({ ...ids, name: role, role }, 'r')];
      for (const scope of scopes) {
        let ran = false, looked = false;
        const call = (input: unknown) => guard(scope, { name: `test:${permission}:${role}`, permission, input: z.object({ a: z.string() }) }, async () => { looked = true; return input; }, async () => void (ran = true));
        if (ROLES.indexOf(role) >= ROLES.indexOf(leastRole(permission))) {
          await call({ a: 'x' });
          expect(ran).toBe(true);
        } else {
          for (const input of [{ a: 'x' }, null]) await expect(call(input)).rejects.toMatchObject({ kind: 'forbidden' });
          expect([looked, ran]).toEqual([false, false]);
        }
      }
    }
  });
});
