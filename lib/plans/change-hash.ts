import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { PlanChange } from './schema';

/** SHA-256 of kind and change, whatever the order of the fields: what an approval is bound to. Hex. */
export const changeHash = ({ kind, change }: PlanChange): string => createHash('sha256').update(canonicalize({ kind, change }) ?? '').digest('hex');
