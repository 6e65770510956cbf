/** The language task behind insights: a deal's context in, drafts out; without a model the built-in analyst computes them. */
import { z } from 'zod';
import { analyse } from '@/lib/insights/analyst';
import type { InsightContext } from '@/lib/insights/context';
import { renderContext } from '@/lib/insights/render-context';
import { actionType } from '@/lib/insights/action-type';
import { draftInsight, evidenceKind, insightType, prediction, severity, type DraftInsight } from '@/lib/insights/schema';
import { fill } from '@/lib/llm/prompt';
import { defineTask } from '@/lib/llm/task';

/** The same shape without lengths and ranges, which providers refuse; `output` checks them. */
const wire = z.object({
  insights: z.array(z.object({
    type: insightType,
    title: z.string().describe('a short sentence, at most 80 characters'),
    body: z.string().describe('two to four sentences with the numbers that carry them'),
    severity,
    confidence: z.number().describe('0 to 1'),
    evidence: z.array(z.object({ kind: evidenceKind, id: z.string().describe('an id given in the data'), quote: z.string().describe('the fact, in its words') })).describe('at least one'),
    actions: z.array(z.object({
      type: actionType, title: z.string(), owner: z.string().nullable(), dueInDays: z.number().describe('whole days, 0 to 90'), why: z.string(),
    })),
    prediction: z.object({
      statement: z.string(), rightIf: z.string(), wrongIf: z.string(), by: z.string().describe('ISO date after today, when this can be judged'),
      claim: prediction.shape.claim, probability: z.number().nullable().describe('forecasts only: the chance of winning, 0 to 1'),
    }),
    ruleKey: z.string().nullable().describe('id of the rule behind it, if one is'),
  })),
});

const SYSTEM = `You are a sales analyst who advises the owner of one open deal. You are read by a busy person who acts on what you write: be specific, name people, days and numbers, and say nothing that the data does not carry.
Go through four passes in this order and keep only what matters, seven insights at most in all:
1. risk: what is going wrong, judged against what is usual here (the rules carry the record of past deals in this workspace; a muted rule has no value here).
2. opportunity: what could make it go faster or larger.
3. next_action: what to do next, by whom and by when, chosen by what preceded wins in similar deals.
4. forecast: exactly one, with your own probability of winning. The win model's number is given: argue with it if the evidence says so.
Every insight cites its evidence by kind and id, and makes a prediction that can turn out right or wrong by a date.
kind is one of: deal (a similar deal), interaction, rule, field (of this deal), pattern, practice.`;

export const analyseDeal = defineTask<InsightContext, { insights: DraftInsight[] }>({
  name: 'analyse_deal',
  input: z.custom<InsightContext>((value) => typeof value === 'object' && value !== null && 'deal' in value && 'score' in value),
  wire,
  output: z.object({ insights: z.array(draftInsight).min(1).max(12) }),
  render: (context, template) => fill(template, { context: renderContext(context) }),
  builtin: (context) => ({ insights: analyse(context) }),
  defaultPrompt: { template: { system: SYSTEM, user: 'The deal and what is known around it:\n\n{{context}}\n\nGive your insights.' }, config: {} },
  maxTokens: 8_000,
});
