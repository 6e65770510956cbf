import { createContact } from '@/lib/contacts/create-contact';
import { pageOfContacts } from '@/lib/contacts/list-contacts';
import { contact, contactQuery, newContact } from '@/lib/contacts/schema';
import { pageOf, pageQuery } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const GET = route({
  summary: 'List contacts, newest first', permission: 'contact.read',
  query: pageQuery.extend(contactQuery.pick({ q: true, account: true, role: true }).shape), output: pageOf(contact),
  run: (scope, { query: { limit, cursor, ...filter } }) => pageOfContacts(scope, filter, cursor ?? null, limit),
});

export const POST = route({
  summary: 'Create a contact', permission: 'contact.write', body: newContact, output: contact, status: 201,
  run: (scope, { body }) => createContact(scope, body),
});
