/** Which file a deal's examples go to: by a stable hash of the deal, so that it is on one side whatever else is exported. Pure. */
import { createHash } from 'node:crypto';
import type { Split } from './schema';

/** In [0, 1), the same for the same deal, for good. */
export const positionOf = (dealId: string): number => createHash('sha256').update(`training-split:${dealId}`).digest().readUInt32BE(0) / 2 ** 32;

/** A larger share only moves deals from training to validation. */
export const splitOf = (dealId: string, validationShare: number): Split => (positionOf(dealId) < validationShare ? 'validation' : 'train');
