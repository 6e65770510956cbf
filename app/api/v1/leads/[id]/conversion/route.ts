import { convertLead } from '@/lib/leads/convert-lead';
import { conversion, lead } from '@/lib/leads/schema';
import { idParams } from '@/lib/server/api-shapes';
import { route } from '@/lib/server/route';

export const PUT = route({
  summary: 'Convert a lead, and make the deal that follows when one is named', permission: 'lead.write', params: idParams, body: conversion, output: lead,
  run: (scope, { params, body }) => convertLead(scope, params.id, body),
});
