/** Too few people on the buyer's side. */
import { nameOf } from '@/lib/insights/rules/conversation';
import { quantileOf } from '@/lib/insights/rules/distribution';
import { ENOUGH } from '@/lib/insights/rules/norms';
import { citeField, citeRule, defineRule, type Fact } from '@/lib/insights/rules/rule';
import { count, days, listed } from '@/lib/insights/words';

export const singleThreaded = defineRule({
  key: 'single_threaded',
  name: 'Single-threaded',
  polarity: 'risk',
  settings: {
    people: { label: 'Fewer contacts than', unit: 'people', default: 2, min: 2, max: 10 },
    days: { label: 'Judged once open for', unit: 'days', default: 14, min: 0, max: 180 },
  },
  needs: ['contacts'],
  supersedes: [],
  claim: 'lost',
  remedies: ['multi_thread'],
  among: (s) => `with fewer than ${s.people} contacts after ${days(s.days)}`,
  applies(deal, settings, norms) {
    const known = deal.contacts.length;
    if (deal.daysOpen < settings.days || known >= settings.people) return null;
    const names = listed(deal.contacts.slice(0, 3).map(nameOf));
    const facts: [Fact, ...Fact[]] = [{
      text: known === 0 ? `No contact is recorded after ${days(deal.daysOpen)}.` : `${names} ${known === 1 ? 'is the only contact' : 'are the only contacts'} after ${days(deal.daysOpen)}.`,
      evidence: [citeField('contacts', known === 0 ? 'none recorded' : names)],
    }];
    const usual = quantileOf(norms.contacts, 0.5);
    if (usual !== null && norms.contacts.n >= ENOUGH && usual > known) {
      facts.push({ text: `Half of the deals won here had ${count(Math.round(usual), 'contact')} or more.`, evidence: [citeRule('single_threaded', `median of ${norms.contacts.n} won deals: ${count(Math.round(usual), 'contact')}`)] });
    }
    return {
      ruleKey: 'single_threaded',
      title: known === 0 ? 'Nobody on the buyer’s side is recorded' : known === 1 ? `Everything hangs on ${names}` : `Only ${count(known, 'contact')} on the buyer’s side`,
      reason: known === 0 ? 'no contact recorded' : `only ${count(known, 'contact')}`,
      facts,
      magnitude: settings.people / Math.max(known, 0.5),
    };
  },
});
