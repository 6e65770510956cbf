/** All importable fields, by entity. */
import type { Entity } from '../schema';
import { accounts } from './accounts';
import { contacts } from './contacts';
import { deals } from './deals';
import type { Field } from './field';
import { leads } from './leads';
import { members } from './members';
import { products } from './products';

export const FIELDS: Readonly<Record<Entity, readonly Field[]>> = { accounts, products, contacts, leads, deals, members };

/** What a person calls one record of it. */
export const ENTITY_WORDS: Readonly<Record<Entity, { one: string; many: string }>> = {
  accounts: { one: 'account', many: 'accounts' }, products: { one: 'product', many: 'products' }, contacts: { one: 'contact', many: 'contacts' },
  leads: { one: 'lead', many: 'leads' }, deals: { one: 'deal', many: 'deals' }, members: { one: 'member', many: 'members' },
};

export const fieldOf = (entity: Entity, name: string): Field | undefined => FIELDS[entity].find((field) => field.name === name);
