/** Messages, calls, meetings and notes of one deal. */
import { DAY } from '@/lib/deals/history';
import { between, chance, pick, poisson } from './draw';
import type { Life } from './life';
import { ORDINARY, say, subjectOf, type Topic, type Voice } from './phrases';
import { FIRST_NAMES } from './people';
import { PLANTED_EFFECTS } from './planted-effects';
import type { NewInteraction } from './world';

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const EARLY = PLANTED_EFFECTS.earlyPricing.minDays;
/** A deal that stays open for long is remembered for its beginning and its last weeks. */
const REMEMBERED = 45;
/** Nobody keeps a deal open for longer than this after the buyer stopped answering. In days. */
const LONGEST_SILENCE = 40;

/** All interactions of the deal, by time. */
export function converse(life: Life): NewInteraction[] {
  const { rng, from, to, days, traits } = life;
  const said: NewInteraction[] = [];
  /** Adds one if it falls inside the deal's life. `at` in days since it was opened. */
  const add = (at: number, kind: NewInteraction['kind'], topic: Topic | null): void => {
    const time = Math.round(from + at * DAY);
    if (time > from && time < to) said.push(interaction(life, time, kind, topic));
  };

  const intro = between(rng, 0.05, Math.min(2, days * 0.3));
  if (chance(rng, 0.8)) add(intro, 'sent', 'opening');
  if (chance(rng, 0.1)) add(intro + between(rng, 0.02, 0.5), 'opened', null);

  const silentFrom = traits.ghosted ? days - between(rng, 9, Math.max(10, Math.min(LONGEST_SILENCE, days * 0.5))) : Infinity;
  const answered = intro + between(rng, 0.1, 2);
  if (chance(rng, 0.5) && answered < silentFrom) add(answered, 'replied', 'opening');

  if (traits.earlyPricing) add(between(rng, 2, EARLY - 1), 'note', 'price');
  else if (days > EARLY + 4 && chance(rng, 0.25)) add(between(rng, EARLY + 1, Math.min(days, EARLY + 60)), 'note', 'price');
  if (traits.competitor && chance(rng, 0.5)) add(between(rng, 0.2, 0.8) * days, 'note', 'rival');
  else if (chance(rng, 0.25)) add(between(rng, 0.2, 0.95) * days, 'note', pick(rng, ORDINARY));

  const remembered = Math.max(0, days - REMEMBERED);
  const meetings = poisson(rng, traits.meetingsPerDay * (days - remembered));
  for (let i = 0; i < meetings; i += 1) {
    const at = between(rng, remembered, days);
    if (at < silentFrom) add(at, 'meeting_booked', pick(rng, ORDINARY));
  }

  if (traits.ghosted) {
    // They were still talking shortly before.
    const last = silentFrom - between(rng, 0.5, 5);
    if (last > answered) add(last, 'replied', pick(rng, ORDINARY));
    add(silentFrom, 'sent', pick(rng, ORDINARY));
    add(silentFrom + (days - silentFrom) * between(rng, 0.2, 0.5), 'sent', 'chase');
    if (chance(rng, 0.3)) add(silentFrom + (days - silentFrom) * between(rng, 0.6, 0.9), 'call', 'chase');
  } else if (days >= PLANTED_EFFECTS.ghosted.minDays) {
    // The last word is the buyer's.
    const written = days - between(rng, 2, 12);
    const topic = pick(rng, ORDINARY);
    if (chance(rng, 0.4)) add(written, 'sent', topic);
    if (chance(rng, 0.1)) add(written - between(rng, 1, 4), 'call', pick(rng, ORDINARY));
    add(written + between(rng, 0.1, 1.8), 'replied', topic);
  }
  return said.sort((a, b) => a.at - b.at);
}

const VOICE: Partial<Record<NewInteraction['kind'], Voice>> = { sent: 'sent', replied: 'reply', note: 'note', call: 'call' };
const CHANNEL: Partial<Record<NewInteraction['kind'], NewInteraction['channel']>> = { note: null, call: 'phone', meeting_booked: 'meeting' };

function interaction({ deal, contacts, rng, rival }: Life, at: number, kind: NewInteraction['kind'], topic: Topic | null): NewInteraction {
  const present = contacts.filter((c) => c.addedAt <= at);
  const contact = present.length > 0 ? pick(rng, present) : null;
  // Someone whom nobody has recorded yet is still spoken of by name.
  const first = contact?.name.split(' ')[0] ?? pick(rng, FIRST_NAMES);
  const slots = { first, product: deal.productName ?? 'the product', rival, n: 2 + Math.floor(rng() * 9), month: MONTHS[(new Date(at).getUTCMonth() + 1) % 12]! };
  const voice = VOICE[kind];
  return {
    dealId: deal.id, contactId: contact?.id ?? null, memberId: deal.ownerId, kind,
    direction: kind === 'note' ? 'internal' : kind === 'sent' || kind === 'call' ? 'outbound' : 'inbound',
    channel: kind in CHANNEL ? CHANNEL[kind]! : 'email',
    subject: topic && (kind === 'sent' || kind === 'replied' || kind === 'meeting_booked') ? subjectOf(rng, topic, slots) : null,
    text: topic && voice ? say(rng, topic, voice, slots) : null,
    at,
  };
}
