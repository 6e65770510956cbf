/** What the product knows of a unit when it is drawn: for targeting, and for breaking results down. Browser-safe. */
import type { Unit } from './schema';

/** A deal that was opened within so many days counts as new. */
export const NEW_DAYS = 14;

export type KnownAttribute = { attribute: string; label: string; kind: 'text' | 'number' | 'boolean'; what: string; units: readonly Unit[] };

/** All there are. An account is drawn with the first of its deals that is advised on, so it has those only that are its own. */
export const KNOWN_ATTRIBUTES: readonly KnownAttribute[] = [
  { attribute: 'stage', label: 'Stage', kind: 'text', what: 'name of the stage', units: ['deal'] },
  { attribute: 'product', label: 'Product', kind: 'text', what: 'name of the product', units: ['deal'] },
  { attribute: 'productFamily', label: 'Product family', kind: 'text', what: 'family of the product', units: ['deal'] },
  { attribute: 'amount', label: 'Amount', kind: 'number', what: 'in the workspace’s currency, in its major units', units: ['deal'] },
  { attribute: 'leadSource', label: 'Lead source', kind: 'text', what: 'where the deal came from', units: ['deal'] },
  { attribute: 'new', label: 'New deal', kind: 'boolean', what: `opened within the last ${NEW_DAYS} days`, units: ['deal'] },
  { attribute: 'team', label: 'Team', kind: 'text', what: 'team of the owner; of a person their own', units: ['deal', 'user'] },
  { attribute: 'role', label: 'Role', kind: 'text', what: 'rep, manager, operator or admin', units: ['user'] },
  { attribute: 'industry', label: 'Industry', kind: 'text', what: 'industry of the account', units: ['deal', 'account'] },
  { attribute: 'country', label: 'Country', kind: 'text', what: 'country of the account', units: ['deal', 'account'] },
];
