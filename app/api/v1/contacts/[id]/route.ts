import { getContact } from '@/lib/contacts/get-contact';
import { contact, contactPatch } from '@/lib/contacts/schema';
import { updateContact } from '@/lib/contacts/update-contact';
import { idParams } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const GET = route({
  summary: 'Get a contact', permission: 'contact.read', params: idParams, output: contact,
  run: (scope, { params }) => getContact(scope, params.id),
});

export const PATCH = route({
  summary: 'Change a contact', permission: 'contact.write', params: idParams, body: contactPatch, output: contact,
  run: (scope, { params, body }) => updateContact(scope, params.id, body),
});
