/**
 * Assignment: how many units a second get their variant, beside the SDK of the best-known engine on the same experiment (three variants, weights, a
 * condition, four fifths of traffic); and 10,000,000 ids, which must split as the weights say and be told the same by a second process.
 */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { GrowthBook, GrowthBookClient, type Experiment as PeerExperiment } from '@growthbook/growthbook';
import { compile, decide } from '@/lib/experiments/allocation';
import { experimentOf, ID_KINDS, tallies } from '@/lib/experiments/testing/tally';
import { checkSplit } from '@/lib/stats/sample-ratio';
import { atLeast, atMost, quantile, type Result } from './result';

const IDS = 100_000;
const ROUNDS = 7;
const MANY = 10_000_000;
const WEIGHTS = [0.5, 0.3, 0.2];
const COUNTRIES = ['DE', 'AT', 'CH', 'FR'];
const TARGETED = COUNTRIES.slice(0, 3);

type Person = { attributes: { id: string; country: string } };
type Way = (person: Person) => number;

export async function* experimentAssignment(): AsyncGenerator<Result> {
  for (const [kind, idOf] of Object.entries(ID_KINDS)) {
    const people: Person[] = Array.from({ length: IDS }, (_, i) => ({ attributes: { id: idOf(i), country: COUNTRIES[i % COUNTRIES.length]! } }));
    const { ours, ...theirs } = rates(people, { ours: own(), ...peers() });
    const peer = Math.max(...Object.values(theirs));
    yield { ...atLeast(`assignments, ${kind} ids, targeting, layer and holdout`, Math.round(ours!), '/s', Math.round(peer)), peer: Math.round(peer), ratio: Number((ours! / peer).toPrecision(3)) };
    for (const [way, rate] of Object.entries(theirs)) yield atMost(`  @growthbook/growthbook, ${way}`, rate, '/s', null);
  }
  yield* many();
}

/** Units a second of each way, the middle of the rounds; the ways take turns, so that a busy moment is nobody's. */
function rates(people: Person[], ways: Record<string, Way>): Record<string, number> {
  const times: Record<string, number[]> = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  // The SDK leaves its notes to developers out in production.
  const before = process.env.NODE_ENV;
  Object.assign(process.env, { NODE_ENV: 'production' });
  try {
    for (let round = 0; round <= ROUNDS; round++) for (const [name, way] of Object.entries(ways)) {
      let inExperiment = 0;
      const started = performance.now();
      for (const person of people) inExperiment += way(person);
      if (round > 0) times[name]!.push(performance.now() - started);
      // Three quarters are targeted, four fifths of these are in the slice, and ours holds one in twenty out.
      const share = inExperiment / people.length;
      if (Math.abs(share - (name === 'ours' ? 0.57 : 0.6)) > 0.01) throw new Error(`${name} takes ${share} of all in`);
    }
  } finally {
    Object.assign(process.env, { NODE_ENV: before });
  }
  return Object.fromEntries(Object.entries(times).map(([name, of]) => [name, (people.length / quantile(of, 0.5)) * 1000]));
}

function own(): Way {
  const plan = { targeting: [{ attribute: 'country', op: 'is' as const, values: TARGETED }] };
  const compiled = compile(experimentOf({ shares: WEIGHTS, slice: { from: 0, to: 0.8 }, plan }), { share: 0.05, salt: 'holdout' });
  return ({ attributes }) => ('variantId' in decide(compiled, attributes.id, attributes) ? 1 : 0);
}

/** The SDK in the ways that its documentation has for servers, nothing tracked; the fastest is what we are compared with. */
function peers(): Record<string, Way> {
  const experiment = { key: 'experiment', variations: ['a', 'b', 'c'] as [string, string, ...string[]], weights: WEIGHTS, coverage: 0.8, condition: { country: { $in: TARGETED } }, hashAttribute: 'id', hashVersion: 2 as const, seed: 'salt' };
  const rule = { variations: experiment.variations, weights: WEIGHTS, coverage: 0.8, condition: experiment.condition, hashAttribute: 'id', hashVersion: 2, seed: 'salt', key: 'experiment' };
  const client = new GrowthBookClient().initSync({ payload: { features: { feature: { defaultValue: 'none', rules: [rule] } } } });
  const one = new GrowthBook({ features: {} });
  const inline = experiment as PeerExperiment<string>;
  return {
    'client, feature': (person) => (client.evalFeature('feature', person).experimentResult?.inExperiment ? 1 : 0),
    'client, experiment': (person) => (client.runInlineExperiment(inline, person).inExperiment ? 1 : 0),
    'an instance, experiment': (person) => {
      void one.setAttributes(person.attributes);
      return one.run(inline).inExperiment ? 1 : 0;
    },
  };
}

/** Ten million ids here and in a second process: a third of each kind. */
async function* many(): AsyncGenerator<Result> {
  const each = Math.ceil(MANY / Object.keys(ID_KINDS).length);
  const root = path.resolve(import.meta.dirname, '..');
  const other = promisify(execFile)(process.execPath, ['--import', 'tsx', path.join(root, 'lib/experiments/testing/tally.ts'), String(each), 'many'], { cwd: root });
  const started = performance.now();
  const here = tallies(each, 'many');
  yield atMost(`${MANY.toLocaleString('en-US')} ids made and assigned`, (performance.now() - started) / 1000, 's', null);
  for (const [kind, { counts }] of Object.entries(here)) {
    const { a = 0, b = 0, c = 0, held_out = 0, outside_traffic = 0 } = counts;
    yield atLeast(`chi-square p of the split of ${kind} ids by weights 2, 1, 1`, checkSplit([a, b, c], [2, 1, 1]).pValue, 'p', 0.001);
    yield atLeast('  with those outside the slice and those held out', checkSplit([a, b, c, held_out, outside_traffic], [0.38, 0.19, 0.19, 0.04, 0.2]).pValue, 'p', 0.001);
  }
  const there = JSON.parse((await other).stdout) as typeof here;
  yield atMost('kinds of ids of which a second process says something else', Object.keys(here).filter((kind) => here[kind]!.digest !== there[kind]?.digest).length, 'kinds', 0);
}
