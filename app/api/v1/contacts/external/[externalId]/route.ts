import { z } from 'zod';
import { contact, contactUpsert } from '@/lib/contacts/schema';
import { upsertContact } from '@/lib/contacts/upsert-contact';
import { route } from '@/lib/server/route';

export const PUT = route({
  summary: 'Create or change a contact by your own id', permission: 'contact.write',
  params: z.object({ externalId: z.string().trim().min(1).max(200) }), body: contactUpsert, output: contact,
  run: (scope, { params, body }) => upsertContact(scope, params.externalId, body),
});
