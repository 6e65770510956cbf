/** Which arm a deal falls into. Pure: the same workspace, deal and share give the same arm on every machine. */
import { createHash } from 'node:crypto';

export type Arm = 'shown' | 'held_out';

/** Position of a deal in [0, 1), evenly spread and unrelated to anything about the deal. */
export function positionOf(workspaceId: string, dealId: string): number {
  const digest = createHash('sha256').update(`holdout ${workspaceId} ${dealId}`).digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}

/** `share` of deals is held out, 0..1. A deal that is held out at some share is so at every larger one. */
export const armFor = (workspaceId: string, dealId: string, share: number): Arm => (positionOf(workspaceId, dealId) < share ? 'held_out' : 'shown');
