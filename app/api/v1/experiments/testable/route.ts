import { testable as read } from '@/lib/experiments/testable';
import { testable } from '@/lib/experiments/testable-schema';
import { route } from '@/lib/server/route';

export const GET = route({
  summary: 'What can be tested here now and why not, whom an experiment can be for, and what the product counts by itself', permission: 'experiment.read', output: testable,
  run: (scope) => read(scope),
});
