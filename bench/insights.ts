/** Budgets of the insights capability, part by part. */
import { importSpeed } from './import-speed';
import { insightSpeed } from './insight-speed';
import type { Benchmark } from './result';
import { retrieval } from './retrieval';
import { sampleSpeed } from './sample-speed';

const insights: Benchmark = async function* () {
  yield* retrieval();
  yield* insightSpeed();
  yield* importSpeed();
  yield* sampleSpeed();
};

export default insights;
