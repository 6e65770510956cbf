/**
 * People of the sample's accounts: a dozen each, from a list of names; addresses under .example, which belongs to nobody
 * (RFC 2606). Deals that the source ties to no account have buyers too: people without an account, in companies that nobody entered.
 */
import type { BuyingRole } from '@/lib/deals/history';
import { createRng, randomInt, shuffled } from '@/lib/stats/rng';
import { pick } from './draw';
import type { ImportedAccount, ImportedDeal, NewContact } from './world';

export const FIRST_NAMES = ['Amara', 'Anders', 'Beatriz', 'Bilal', 'Chiara', 'Daniel', 'Dolores', 'Edwin', 'Elif', 'Fatima', 'Felix', 'Grace', 'Hiro', 'Ines', 'Ivan', 'Jamal', 'Joanna', 'Kofi', 'Lars', 'Leila', 'Lucia', 'Magnus', 'Mei', 'Miguel', 'Nadia', 'Noor', 'Olga', 'Omar', 'Paula', 'Pavel', 'Priya', 'Ravi', 'Rosa', 'Samir', 'Sofia', 'Tariq', 'Tessa', 'Victor', 'Yara', 'Zoe'];
export const LAST_NAMES = ['Abbott', 'Aguilar', 'Bauer', 'Bianchi', 'Castillo', 'Chen', 'Costa', 'Dimitrov', 'Eriksen', 'Farouk', 'Fischer', 'Garcia', 'Haddad', 'Hansen', 'Ibrahim', 'Jansen', 'Kaplan', 'Kimura', 'Kowalski', 'Lindqvist', 'Marchetti', 'Mensah', 'Moreau', 'Nakamura', 'Novak', 'Okafor', 'Olsen', 'Park', 'Petrov', 'Quinn', 'Rahman', 'Rossi', 'Santos', 'Schmidt', 'Silva', 'Tanaka', 'Urban', 'Vargas', 'Weber', 'Yilmaz'];

/** Two economic buyers in twelve. Only they have titles that usually sign. */
const ROSTER: readonly [BuyingRole, readonly string[]][] = [
  ['economic_buyer', ['Chief Financial Officer', 'Managing Director', 'Vice President Operations', 'Chief Operating Officer']],
  ['economic_buyer', ['Director of Procurement', 'Head of Finance', 'Director of IT']],
  ['champion', ['Operations Manager', 'IT Manager']],
  ['champion', ['Project Manager', 'Programme Manager']],
  ['influencer', ['Systems Architect', 'Infrastructure Engineer']],
  ['influencer', ['Security Manager', 'Compliance Manager']],
  ['influencer', ['Finance Controller', 'Category Manager']],
  ['user', ['Team Lead', 'Shift Supervisor']],
  ['user', ['Support Engineer', 'Field Technician']],
  ['user', ['Planner', 'Coordinator']],
  ['blocker', ['Procurement Specialist', 'Contracts Manager']],
  ['unknown', ['Business Analyst', 'Office Manager']],
];

const slug = (name: string): string => name.toLowerCase().normalize('NFKD').replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'account';

/** How many companies the deals without an account are spread over. */
const UNKNOWN_COMPANIES = 150;

/** The company nobody entered whose people a deal without an account talks to: the same for the same seed and deal. */
export const unknownCompany = (deal: Pick<ImportedDeal, 'key'>, seed: string): string =>
  `prospect ${1 + randomInt(createRng(`${seed}:company:${deal.key}`), UNKNOWN_COMPANIES)}`;

/** The people of one company, the same for the same seed and name. */
export function peopleOf({ id: accountId, name: company }: { id: ImportedAccount['id'] | null; name: string }, seed: string, newId: () => string): NewContact[] {
  const rng = createRng(`${seed}:people:${company}`);
  // Distinct first and last names within an account, hence distinct addresses.
  const [first, last] = [shuffled(rng, FIRST_NAMES), shuffled(rng, LAST_NAMES)];
  return ROSTER.map(([buyingRole, titles], i) => ({
    id: newId(), accountId, buyingRole, jobTitle: pick(rng, titles),
    name: `${first[i]} ${last[i]}`,
    email: `${first[i]}.${last[i]}@${slug(company)}.example`.toLowerCase(),
  }));
}
