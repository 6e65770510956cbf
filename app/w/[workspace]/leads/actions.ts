'use server';

import { z } from 'zod';
import { assignOwner } from '@/lib/leads/assign-owner';
import { changeLeadState } from '@/lib/leads/change-lead-state';
import { convertLead } from '@/lib/leads/convert-lead';
import { createLead as create } from '@/lib/leads/create-lead';
import { conversion, leadForm, ownerChange, stateChange, type Lead } from '@/lib/leads/schema';
import { action } from '@/lib/server/action';

const id = z.uuid();
/** What a toast says of a change: the page itself is rendered anew. */
const changed = ({ id: leadId, state, version, deal }: Lead) => ({ id: leadId, state, version, deal });

export const createLead = action({
  permission: 'lead.write', input: leadForm,
  run: async (scope, input) => changed(await create(scope, input)),
});

export const changeState = action({
  permission: 'lead.write', input: stateChange.extend({ id }),
  run: async (scope, { id: leadId, ...change }) => changed(await changeLeadState(scope, leadId, change)),
});

export const convert = action({
  permission: 'lead.write', input: conversion.extend({ id }),
  run: async (scope, { id: leadId, ...given }) => changed(await convertLead(scope, leadId, given)),
});

export const assign = action({
  permission: 'lead.write', input: ownerChange.extend({ id }),
  run: async (scope, { id: leadId, ...given }) => changed(await assignOwner(scope, leadId, given)),
});
