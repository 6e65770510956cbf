/** Budgets of the insights capability, part by part; one alone with --part=speed. */
import { chosen } from './chosen';
import { importSpeed } from './import-speed';
import { insightSpeed } from './insight-speed';
import type { Benchmark } from './result';
import { retrieval } from './retrieval';
import { sampleSpeed } from './sample-speed';

const PARTS: Record<string, Benchmark> = { retrieval, speed: insightSpeed, import: importSpeed, sample: sampleSpeed };

const insights: Benchmark = async function* () {
  for (const [name, part] of Object.entries(PARTS)) if (chosen('part', name)) yield* part();
};

export default insights;
