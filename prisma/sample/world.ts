/** What the simulator is given and what it gives back: plain rows, times in epoch milliseconds, amounts in major units of the deals' currency. */
import type { BuyingRole, InteractionKind, Outcome, StageKind, TrackedField } from '@/lib/deals/history';

export type ImportedStage = { id: string; name: string; position: number; kind: StageKind };
export type ImportedAccount = { id: string; name: string };
export type ImportedDeal = {
  id: string;
  /** The source's own id: what is drawn for a deal depends on the seed and on this alone. */
  key: string;
  accountId: string | null; ownerId: string | null; stageId: string;
  productName: string | null; listPrice: number | null;
  /** Null where the source does not say (deals that are still being prospected). */
  openedAt: number | null;
  closedAt: number | null; outcome: Outcome | null; amount: number | null;
  /** Moves that the import recorded already. */
  moves: { stageId: string; at: number }[];
};
export type Imported = { stages: readonly ImportedStage[]; accounts: readonly ImportedAccount[]; deals: readonly ImportedDeal[] };

export type NewStage = { id: string; name: string; position: number; kind: StageKind };
export type NewContact = { id: string; accountId: string | null; name: string; email: string; jobTitle: string; buyingRole: BuyingRole };
export type NewDealContact = { dealId: string; contactId: string; addedAt: number };
export type NewMove = { dealId: string; fromStageId: string | null; toStageId: string; at: number };
export type NewChange = { dealId: string; field: TrackedField; before: number | string | null; after: number | string | null; at: number };
export type NewInteraction = {
  dealId: string; contactId: string | null; memberId: string | null; kind: InteractionKind; direction: 'inbound' | 'outbound' | 'internal';
  channel: 'email' | 'phone' | 'meeting' | null; subject: string | null; text: string | null; at: number;
};

/** Fields of a deal that get a simulated value. What is undefined stays as it was imported. */
export type SimulatedDeal = {
  id: string;
  openedAt?: number; stageId?: string; stageEnteredAt?: number; amount?: number;
  expectedCloseAt: number; competitor: string | null; discount: number | null; leadSource: string; slips: number; lastActivityAt: number | null;
  /** Names of the fields above whose value is made up. */
  simulatedFields: string[];
};

export type Simulated = {
  /** All stages in their order: the imported ones with their position, and the new ones. */
  stages: NewStage[];
  contacts: NewContact[]; dealContacts: NewDealContact[]; moves: NewMove[]; changes: NewChange[]; interactions: NewInteraction[];
  deals: SimulatedDeal[];
};
