import { readMetrics } from '@/lib/learning/read-metrics';
import { learningMetrics, learningQuery } from '@/lib/learning/schema';
import { route } from '@/lib/server/route';

export const GET = route({
  summary: 'How good the advice is and what it changes, each figure with interval, sample and comparison', permission: 'learning.read',
  query: learningQuery, output: learningMetrics,
  run: (scope, { query }) => readMetrics(scope, query, new Date()),
});
