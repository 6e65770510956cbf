/** Is there enough to train on, and of the right kind? Counts in, checks and one sentence out. Pure. */
import {
  AGREEMENT_ITEMS, DEALS_NEEDED, LABELS_NEEDED, LEAST_AGREEMENT, LEAST_SHARE, type Readiness, type ReadinessCheck,
} from './schema';

type Known = Pick<Readiness, 'labelled' | 'labels' | 'deals' | 'agreement'>;
const n = (value: number): string => value.toLocaleString('en-US');
const percent = (share: number): string => `${Math.round(share * 100)}%`;
const two = (value: number): string => value.toFixed(2);

export function checksOf({ labelled, labels, deals, agreement }: Known): ReadinessCheck[] {
  const clear = labels.good + labels.bad;
  const smaller = clear === 0 ? 0 : Math.min(labels.good, labels.bad) / clear;
  const rare = labels.good < labels.bad ? 'good' : 'bad';
  return [
    {
      key: 'labels', name: `${n(LABELS_NEEDED)} labelled examples`, state: labelled >= LABELS_NEEDED ? 'met' : 'missing',
      text: labelled >= LABELS_NEEDED ? `${n(labelled)} are labelled.` : `${n(labelled)} are labelled; ${n(LABELS_NEEDED - labelled)} more are needed. An answer, or a deal that ends, labels one.`,
    },
    {
      key: 'balance', name: 'Good and bad in balance', state: clear === 0 ? 'unknown' : smaller >= LEAST_SHARE ? 'met' : 'missing',
      text: clear === 0 ? 'Nothing is labelled good or bad yet.' : smaller >= LEAST_SHARE ? `${n(labels.good)} good and ${n(labels.bad)} bad: the smaller has ${percent(smaller)}.`
        : `Only ${percent(smaller)} of the clear ones are ${rare} (${n(labels[rare])} of ${n(clear)}); at least ${percent(LEAST_SHARE)} are needed, or a model learns to say one thing always.`,
    },
    {
      key: 'deals', name: `From ${n(DEALS_NEEDED)} deals`, state: deals >= DEALS_NEEDED ? 'met' : 'missing',
      text: deals >= DEALS_NEEDED ? `They come from ${n(deals)} deals.` : `They come from ${n(deals)} deals; with fewer than ${n(DEALS_NEEDED)} the part kept for validation says nothing.`,
    },
    agreementCheck(agreement),
  ];
}

function agreementCheck(agreement: Readiness['agreement']): ReadinessCheck {
  const name = 'People agree';
  if (!agreement || agreement.items < AGREEMENT_ITEMS) {
    return { key: 'agreement', name, state: 'unknown', text: `Not known: ${agreement ? `only ${n(agreement.items)} insights were` : 'hardly any insight was'} answered by more than one person; it takes ${AGREEMENT_ITEMS}.` };
  }
  const { alpha, low, high, items, raters } = agreement;
  const figure = `alpha ${two(alpha)} (${two(low)} to ${two(high)}; ${n(items)} insights, ${n(raters)} people)`;
  return alpha >= LEAST_AGREEMENT
    ? { key: 'agreement', name, state: 'met', text: `They mean the same by helpful: ${figure}.` }
    : { key: 'agreement', name, state: 'missing', text: `They do not mean the same by helpful: ${figure}; ${LEAST_AGREEMENT} is the least to train on.` };
}

/** What is unknown does not keep anybody from it, and is said. */
export function sentenceOf(checks: readonly ReadinessCheck[]): { ready: boolean; sentence: string } {
  const missing = checks.filter(({ state }) => state === 'missing');
  const unknown = checks.filter(({ state, key }) => state === 'unknown' && key !== 'agreement');
  const ready = missing.length === 0 && unknown.length === 0;
  if (ready) return { ready, sentence: checks.some(({ state }) => state === 'unknown') ? 'Enough examples, in balance, from enough deals; whether people agree is not known yet.' : 'Enough examples, in balance, from enough deals, and people agree.' };
  const first = missing.find(({ key }) => key === 'labels') ?? missing[0] ?? unknown[0]!;
  const others = missing.length + unknown.length - 1;
  return { ready, sentence: `${first.text}${others > 0 ? ` ${others === 1 ? 'One other condition is' : `${others} other conditions are`} not met.` : ''}` };
}
