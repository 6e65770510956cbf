import { z } from 'zod';
import { linkContact, unlinkContact } from '@/lib/contacts/link-contact';
import { idParams } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

const params = idParams.extend({ dealId: z.uuid('This is not an id') });
const output = z.object({ linked: z.boolean() });

export const PUT = route({
  summary: 'Put a contact on a deal', permission: 'deal.write', params, output,
  run: (scope, { params: { id, dealId } }) => linkContact(scope, id, dealId),
});

export const DELETE = route({
  summary: 'Take a contact off a deal', permission: 'deal.write', params, output,
  run: (scope, { params: { id, dealId } }) => unlinkContact(scope, id, dealId),
});
