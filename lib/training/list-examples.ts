/** Examples to look at: of deals in the reader's sight, without personal data, as an export would have them. */
import { transaction } from '@/lib/server/db/tenancy';
import { notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { examplesById, examplesPage, type Example } from './export-store';
import { CATALOGUE } from './formats/catalogue';
import { redactExample, workspaceRedactor } from './names-known';
import { answerOf, questionOf, SYSTEM } from './render';
import type { ExampleDetail, ExampleLabel, ExampleRow } from './schema';
import { tokensOf } from './tokens';

export const PAGE = 25;

const rowOf = (e: Example): ExampleRow => ({
  id: e.id, dealId: e.dealId, title: e.insight.title, type: e.insight.type, asOf: e.asOf.toISOString(), label: e.label ?? 'mixed', stage: e.snapshot.stage,
  answers: e.feedback?.answers.filter(({ vote }) => vote !== null).length ?? 0, resolution: e.outcome?.resolution ?? 'pending', result: e.outcome?.result ?? null,
});

/** `page` from 1. Names are as they are: who sees the deal sees them. */
export const listExamples = (scope: Scope, { label, type, page }: { label: ExampleLabel | null; type: string | null; page: number }): Promise<{ rows: ExampleRow[]; total: number }> =>
  transaction(scope, async () => {
    const { rows, total } = await examplesPage(scope, { label, type, skip: (page - 1) * PAGE, take: PAGE });
    return { rows: rows.map(rowOf), total };
  });

/** One example, redacted, as lines of the formats that take one. Throws not_found when its deal is not in sight. */
export const getExample = (scope: Scope, id: string): Promise<ExampleDetail> => transaction(scope, async () => {
  const example = (await examplesById(scope, [id])).get(id);
  if (!example) throw notFound('example');
  const { snapshot, insight } = redactExample(scope, await workspaceRedactor(scope), example);
  const item = { system: SYSTEM, question: questionOf(snapshot, insight.type), answer: answerOf(insight) };
  const pretty = (value: unknown) => JSON.stringify(value, null, 2);
  return {
    ...rowOf(example), title: insight.title, tokens: tokensOf(CATALOGUE.openai_chat.messages(item)),
    lines: [{ name: 'Deal at that moment', json: pretty(snapshot) }, { name: 'Insight', json: pretty(JSON.parse(item.answer)) }, { name: 'Line for OpenAI chat', json: pretty(CATALOGUE.openai_chat.line(item)) }],
    feedback: pretty(example.feedback && { ...example.feedback, action_taken: example.feedback.action_taken && '(kept here only)', answers: example.feedback.answers.map(({ text, ...rest }) => ({ ...rest, text: text && '(kept here only)' })) }),
    outcome: pretty(example.outcome),
  };
});
