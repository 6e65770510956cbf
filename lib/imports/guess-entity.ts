/** What the rows of a file are: the entity whose telling fields its columns have. */
import { ENTITY_WORDS } from './fields/catalogue';
import { guessMapping } from './guess-mapping';
import { wordsOf } from './names';
import { entity as entities, type Entity, type EntityGuess } from './schema';
import type { ColumnProfile } from './survey';

/** How much a field tells its entity from the others. Names and ids tell little: everything has them. */
const TELLING: Readonly<Record<Entity, Readonly<Record<string, number>>>> = {
  accounts: { industry: 2, employees: 2.5, revenue: 1.5, website: 1.5, foundedYear: 2, parentName: 1.5, country: 1, name: 1 },
  products: { listPrice: 3, family: 2, name: 1 },
  contacts: { email: 2, firstName: 2, lastName: 2, phone: 1.5, jobTitle: 2, buyingRole: 1.5, account: 0.5, name: 1 },
  leads: { state: 3, converted: 3, source: 2, email: 1.5, firstName: 1.5, lastName: 1.5, phone: 1, jobTitle: 1, leadAt: 1, endReason: 1, company: 0.5, owner: 0.5, name: 0.5 },
  deals: { stage: 3, outcome: 2, expectedCloseAt: 3, closedAt: 2, openedAt: 1, amount: 1.5, closeReason: 2, competitor: 1.5, discount: 1.5, leadSource: 1, product: 0.5, owner: 0.5, account: 0.5, name: 0.5 },
  members: { manager: 2, office: 1.5, team: 2, role: 1.5, email: 1, name: 1 },
};
/** Words in file names and id columns ("opportunity_id") that say it outright. */
const WORDS: Readonly<Record<Entity, readonly string[]>> = {
  accounts: ['account', 'accounts', 'company', 'companies', 'organization', 'organizations', 'organisations', 'firmen', 'unternehmen', 'kunden', 'entreprises', 'empresas'],
  products: ['product', 'products', 'items', 'produkte', 'produits', 'productos', 'pricelist'],
  contacts: ['contact', 'contacts', 'people', 'persons', 'person', 'kontakte', 'contactos'],
  leads: ['lead', 'leads', 'prospect', 'prospects', 'interessenten', 'enquiries', 'inquiries'],
  deals: ['deal', 'deals', 'opportunity', 'opportunities', 'pipeline', 'opps', 'geschafte', 'verkaufschancen', 'affaires', 'negocios', 'oportunidades'],
  members: ['users', 'user', 'members', 'teams', 'team', 'reps', 'agents', 'employees', 'mitarbeiter'],
};

/** Every entity, likeliest first; confidences add up to 1. */
export function guessEntity(profiles: readonly ColumnProfile[], filename = ''): EntityGuess[] {
  const fileWords = wordsOf(filename.replace(/\.\w+$/, ''));
  const idWords = profiles.map(({ column }) => wordsOf(column)).filter((words) => words.length === 2 && ['id', 'number', 'nr', 'no', 'code'].includes(words[1] as string)).map((words) => words[0] as string);
  const scored = entities.options.map((name) => {
    const told = guessMapping(name, profiles).flatMap((guess) => {
      const weight = TELLING[name][guess.field ?? ''] ?? 0;
      return weight > 0 ? [{ column: guess.column, score: weight * guess.confidence }] : [];
    });
    const named = fileWords.some((word) => WORDS[name].includes(word)) ? 2 : 0;
    const own = idWords.length > 0 && WORDS[name].includes(idWords[0] as string) ? 2 : 0;
    const best = told.sort((a, b) => b.score - a.score).slice(0, 3).map(({ column }) => `"${column}"`);
    const reasons = [...(best.length > 0 ? [`columns ${best.join(', ')}`] : []), ...(named > 0 ? [`the file is called "${filename}"`] : []), ...(own > 0 ? ['its id column'] : [])];
    return { entity: name, score: told.reduce((sum, { score }) => sum + score, 0) + named + own, reason: reasons.length > 0 ? `${ENTITY_WORDS[name].many}, by ${reasons.join(' and ')}` : 'nothing speaks for it' };
  });
  const total = scored.reduce((sum, { score }) => sum + score, 0);
  return scored.sort((a, b) => b.score - a.score).map(({ entity: name, score, reason }) => ({ entity: name, confidence: total === 0 ? 0 : score / total, reason }));
}
