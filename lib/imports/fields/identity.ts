/** The two ids that every entity has: ours, which our export writes, and the one of the system that the file comes from. */
import type { Field } from './field';

export const ownId: Field = { name: 'id', label: 'Winloop ID', type: 'text', identifies: true, max: 36, synonyms: ['winloop id'], example: '0198c2d4-7a3e-7f10-9c55-1b2a3c4d5e6f' };

export const externalId = (label: string, synonyms: readonly string[], example: string): Field => ({
  name: 'externalId', label, type: 'text', identifies: true, max: 200,
  synonyms: ['external id', 'externe id', 'externe nummer', 'identifiant externe', 'id externo', 'id', 'record id', 'hs object id', 'crm id', 'uuid', 'key', 'reference', 'ref', 'number', 'nr', 'no', 'nummer', 'kennung', 'identifiant', 'identificador', ...synonyms],
  example,
});
