'use server';

import { z } from 'zod';
import { createContactFromForm, updateContactFromForm } from '@/lib/contacts/contact-form';
import { linkContact, unlinkContact } from '@/lib/contacts/link-contact';
import { contactForm, contactUpsert } from '@/lib/contacts/schema';
import { action } from '@/lib/server/action';

const ids = z.object({ contactId: z.uuid(), dealId: z.uuid() });

export const createContact = action({
  permission: 'contact.write', input: contactForm,
  run: async (scope, input) => ({ id: (await createContactFromForm(scope, input)).id }),
});

export const changeContact = action({
  permission: 'contact.write', input: z.object({ id: z.uuid(), patch: contactUpsert }),
  run: async (scope, { id, patch }) => ({ id: (await updateContactFromForm(scope, id, patch)).id }),
});

export const putOnDeal = action({
  permission: 'deal.write', input: ids,
  run: (scope, { contactId, dealId }) => linkContact(scope, contactId, dealId),
});

export const takeOffDeal = action({
  permission: 'deal.write', input: ids,
  run: (scope, { contactId, dealId }) => unlinkContact(scope, contactId, dealId),
});
