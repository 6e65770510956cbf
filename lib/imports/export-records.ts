/** Records as CSV whose re-import changes nothing: our id, every field under the name that the import guesses, kept columns as they were. */
import type { Readable } from 'node:stream';
import { exponentOf } from '@/lib/deals/money';
import type { DealFilter } from '@/lib/deals/filter';
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { writeCsv } from './csv/write-csv';
import type { LeadFilter } from '@/lib/leads/filter';
import { accountsAfter, contactsAfter, customKeys, dealsAfter, leadsAfter, productsAfter } from './export-store';
import { FIELDS } from './fields/catalogue';

export type ExportEntity = 'deals' | 'accounts' | 'products' | 'contacts' | 'leads';
/** Of deals as in their list; of leads under `lead`. */
export type ExportFilter = DealFilter & { lead?: LeadFilter };
type Cells = Record<string, string>;
type Exported = { id: string; cells: Cells; custom: Record<string, string> };

const PAGE = 1_000;

/** Minor units as a decimal number that any program reads: 123456 USD cents -> 1234.56. */
function decimal(minor: bigint | null, currency: string | null): string {
  if (minor === null) return '';
  const digits = exponentOf(currency ?? 'USD');
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0');
  const whole = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  return minor < 0n ? `-${whole}` : whole;
}
const day = (at: Date | null): string => (at === null ? '' : at.toISOString());
const share = (value: number | null): string => (value === null ? '' : `${Number((value * 100).toFixed(8))}%`);
const or = (value: string | number | null | undefined): string => (value === null || value === undefined ? '' : String(value));
const texts = (custom: unknown): Record<string, string> => Object.fromEntries(Object.entries((custom ?? {}) as Record<string, unknown>).map(([key, value]) => [key, String(value)]));

const READ: Record<ExportEntity, (scope: Scope, after: string | null, filter: ExportFilter) => Promise<Exported[]>> = {
  deals: async (scope, after, filter) => (await dealsAfter(scope, after, PAGE, filter)).map((d) => ({
    id: d.id, custom: texts(d.custom),
    cells: {
      id: d.id, externalId: or(d.externalId), name: d.name, account: or(d.account?.name), product: or(d.product?.name), owner: or(d.owner?.name), stage: d.stage.name,
      amount: decimal(d.amountMinor, d.currency), currency: d.currency, openedAt: day(d.openedAt), expectedCloseAt: day(d.expectedCloseAt), closedAt: day(d.closedAt),
      closeReason: or(d.closeReason), leadSource: or(d.leadSource), competitor: or(d.competitor), discount: share(d.discount),
    },
  })),
  accounts: async (scope, after) => (await accountsAfter(scope, after, PAGE)).map((a) => ({
    id: a.id, custom: texts(a.custom),
    cells: {
      id: a.id, externalId: or(a.externalId), name: a.name, industry: or(a.industry), website: or(a.website), country: or(a.country), employees: or(a.employees),
      revenue: decimal(a.revenueMinor, a.currency), currency: a.revenueMinor === null ? '' : or(a.currency), foundedYear: or(a.foundedYear), parentName: or(a.parentName),
    },
  })),
  products: async (scope, after) => (await productsAfter(scope, after, PAGE)).map((p) => ({
    id: p.id, custom: texts(p.custom),
    cells: { id: p.id, externalId: or(p.externalId), name: p.name, family: or(p.family), listPrice: decimal(p.listPriceMinor, p.currency), currency: p.listPriceMinor === null ? '' : or(p.currency) },
  })),
  contacts: async (scope, after) => (await contactsAfter(scope, after, PAGE)).map((c) => ({
    id: c.id, custom: texts(c.custom),
    cells: { id: c.id, externalId: or(c.externalId), name: c.name, email: or(c.email), phone: or(c.phone), jobTitle: or(c.jobTitle), account: or(c.account?.name), buyingRole: c.buyingRole },
  })),
  leads: async (scope, after, { lead = {} }) => (await leadsAfter(scope, after, PAGE, lead)).map(({ contact: c, ...l }) => ({
    id: l.id, custom: texts(c.custom),
    cells: {
      id: l.id, externalId: or(c.externalId), name: c.name, email: or(c.email), phone: or(c.phone), jobTitle: or(c.jobTitle), company: or(l.company ?? c.account?.name), state: l.state, source: or(l.source),
      owner: or(l.owner?.name), leadAt: day(l.leadAt), endedAt: day(l.endedAt), endReason: or(l.endReason),
    },
  })),
};

/** A CSV stream of the records in the caller's sight; `filter` as in the list of deals. Audited. */
export async function exportRecords(scope: Scope, entity: ExportEntity, filter: ExportFilter = {}): Promise<Readable> {
  const kept = await transaction(scope, async () => {
    await audit(scope, { action: 'export.start', after: { entity, filter } });
    return customKeys(scope, entity);
  });
  const first = await transaction(scope, () => READ[entity](scope, null, filter));
  const names = Object.keys(first[0]?.cells ?? { id: '', externalId: '', name: '' });
  const labels = new Map(FIELDS[entity].map((field) => [field.name, field.label]));
  async function* rows() {
    for (let page = first; page.length > 0;) {
      for (const { cells, custom } of page) yield [...names.map((name) => cells[name] ?? ''), ...kept.map((key) => custom[key] ?? '')];
      const last = page.at(-1)!.id;
      page = page.length < PAGE ? [] : await transaction(scope, () => READ[entity](scope, last, filter));
    }
  }
  return writeCsv([...names.map((name) => labels.get(name) ?? name), ...kept], rows());
}
