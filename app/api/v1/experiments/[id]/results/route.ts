import { z } from 'zod';
import { analyzeExperiment } from '@/lib/experiments/analyze-experiment';
import { importResults } from '@/lib/experiments/import-results';
import { results } from '@/lib/experiments/results-schema';
import { importColumns } from '@/lib/experiments/schema';
import { readUpload } from '@/lib/imports/read-upload';
import { idParams } from '@/lib/server/api-shapes';
import { AppError, invalid } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/guard';
import { route } from '@/lib/server/route';

export const GET = route({
  summary: 'What an experiment says now: verdict, health, every figure with its interval', permission: 'experiment.read', params: idParams, output: results,
  run: (scope, { params }) => analyzeExperiment(scope, params.id),
});

const LARGEST = 64 * 1024 * 1024;

async function* limited(file: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const part of file) {
    if ((size += part.byteLength) > LARGEST) throw new AppError('too_large', 'A file may have 64 MB. Send counts for each variant instead.');
    yield part;
  }
}

const json = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('columns is not valid JSON. Send for example {"variant": "version", "metrics": {"retention": "retention_1"}}.');
  }
};

export const POST = route({
  summary: 'Put in the results of an experiment that ran elsewhere: a CSV with a row for each unit', permission: 'experiment.write', params: idParams, long: true, consumes: ['text/csv', 'multipart/form-data'],
  query: z.object({ columns: z.string().max(5000).default('{}').describe('JSON: which column says what, where its name does not'), filename: z.string().max(200).optional() }),
  output: z.object({ units: z.number().int(), known: z.number().int(), outcomes: z.number().int() }),
  run: async (scope, { params, query }, request) => importResults(scope, params.id, limited((await readUpload(request)).file), parseInput(importColumns, json(query.columns))),
});
