/** How long the sample workspace takes to be there (import and simulation), and the learning from it and the past with advice that follow. */
import { SAMPLE_STEPS } from '@/lib/sample/load-sample';
import { systemScope } from '@/lib/server/scope';
import { createWorkspace } from '@/lib/workspaces/create-workspace';
import { DATABASES, notMeasurable, withFreshDatabase, type DatabaseKind } from './database';
import { atMost, quantile, skipped, type Result } from './result';

const BUDGET = 25;
const RUNS = 5;
const name = (what: 'loading' | 'learning from' | 'telling the past of', kind: DatabaseKind): string => `${what} the sample workspace, ${kind}`;

type Seconds = { load: number; learn: number; past: number };

export async function* sampleSpeed(): AsyncGenerator<Result> {
  for (const kind of DATABASES) {
    const why = notMeasurable(kind);
    if (why) {
      yield skipped(name('loading', kind), 's', BUDGET, why);
      continue;
    }
    const runs: Seconds[] = [];
    for (let run = 0; run < RUNS; run++) runs.push(await withFreshDatabase(kind, once));
    yield atMost(name('loading', kind), quantile(runs.map((r) => r.load), 0.5), 's', BUDGET);
    yield atMost(name('learning from', kind), quantile(runs.map((r) => r.learn), 0.5), 's', null);
    yield atMost(name('telling the past of', kind), quantile(runs.map((r) => r.past), 0.5), 's', 10);
  }
}

async function once(): Promise<Seconds> {
  const { id } = await createWorkspace({ slug: 'sample', name: 'Sample', currency: 'USD', timezone: 'UTC' }, 'benchmark');
  const [scope, now] = [systemScope(id, 'benchmark'), Date.now()];
  const seconds: Seconds = { load: 0, learn: 0, past: 0 };
  for (const step of SAMPLE_STEPS) {
    const started = performance.now();
    await step.run(scope, now);
    seconds[step.name === 'learn' || step.name === 'past' ? step.name : step.name === 'experiments' ? 'past' : 'load'] += (performance.now() - started) / 1000;
  }
  return seconds;
}
