/** Shapes of plan items: changes that somebody must approve. The only source of this capability's types, safe in the browser. */
import { z } from 'zod';
import { presentation } from '@/lib/experiments/schema';

export const PLAN_STATUSES = ['proposed', 'approved', 'rejected', 'applied', 'failed', 'reverted', 'expired'] as const;
export const planStatus = z.enum(PLAN_STATUSES);
export type PlanStatus = z.infer<typeof planStatus>;

const versionRef = z.object({ versionId: z.uuid(), version: z.number().int().positive() });

/** A label of a prompt goes to another version. */
export const movePromptLabel = z.strictObject({
  promptId: z.uuid(), promptName: z.string().min(1).max(100), label: z.string().min(1).max(60), from: versionRef.nullable(), to: versionRef,
});
export type MovePromptLabel = z.infer<typeof movePromptLabel>;

const ruleState = z.strictObject({ enabled: z.boolean(), settings: z.record(z.string().max(60), z.number()) });
export type RuleState = z.infer<typeof ruleState>;

/** A deal-health rule gets other numbers, or is switched on or off. */
export const changeRule = z.strictObject({ ruleKey: z.string().max(60), before: ruleState, after: ruleState });
export type ChangeRule = z.infer<typeof changeRule>;

/** Insights stand in another order, or say more or less at first sight. */
export const changePresentation = z.strictObject({ before: presentation, after: presentation });
export type ChangePresentation = z.infer<typeof changePresentation>;

const firstModel = z.enum(['anthropic', 'openai', 'builtin']);
/** Another language model is asked first. */
export const changeFirstModel = z.strictObject({ before: firstModel, after: firstModel });
export type ChangeFirstModel = z.infer<typeof changeFirstModel>;

export type PlanChange = { kind: 'move_prompt_label'; change: MovePromptLabel } | { kind: 'change_rule'; change: ChangeRule }
  | { kind: 'change_presentation'; change: ChangePresentation } | { kind: 'change_first_model'; change: ChangeFirstModel };
export const PLAN_KINDS = ['move_prompt_label', 'change_rule', 'change_presentation', 'change_first_model'] as const satisfies readonly PlanChange['kind'][];
export type PlanKindName = PlanChange['kind'];

/** What an effect is measured by: insights that turned out right among those resolved, answers "helpful" among all answers. */
export const effectMetric = z.enum(['accuracy', 'helpful']);
export type EffectMetric = z.infer<typeof effectMetric>;

/** An effect that is expected, as a difference of shares (0.05 is 5 points) with its 95% interval, and what it was computed from. */
export const expectedEffect = z.object({
  metric: effectMetric, difference: z.number().min(-1).max(1), low: z.number().min(-1).max(1), high: z.number().min(-1).max(1),
  n: z.number().int().nonnegative().describe('units that it was computed from'),
  basis: z.string().min(1).max(400).describe('from what, in words: "replayed on 120 past deals"'),
});
export type ExpectedEffect = z.infer<typeof expectedEffect>;

/** A figure, deal or insight that the proposal rests on. Who may not see the deal is not shown the words. */
export const planEvidence = z.object({
  text: z.string().min(1).max(600), path: z.string().regex(/^\/(?!\/)[\w/?=&.,#%-]*$/).max(300).nullable().default(null), dealId: z.uuid().nullable().default(null),
});
export type PlanEvidence = z.output<typeof planEvidence>;

const proposed = {
  title: z.string().trim().min(1).max(200),
  rationale: z.string().trim().min(1, 'Say why').max(4000),
  evidence: z.array(planEvidence).max(40).default([]),
  expected: expectedEffect.nullable().default(null),
  risk: z.string().trim().min(1).max(600).describe('what could go wrong, in a sentence'),
  expiresInDays: z.number().int().min(1).max(90).default(14),
};
export const proposal = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('move_prompt_label'), change: movePromptLabel, ...proposed }),
  z.object({ kind: z.literal('change_rule'), change: changeRule, ...proposed }),
  z.object({ kind: z.literal('change_presentation'), change: changePresentation, ...proposed }),
  z.object({ kind: z.literal('change_first_model'), change: changeFirstModel, ...proposed }),
]);
export type Proposal = z.input<typeof proposal>;

const count = z.object({ hits: z.number().int(), n: z.number().int() });
const measuredMetric = z.object({ metric: effectMetric, before: count, since: count, difference: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable() });

/** What was measured since a change was applied, against as many days before; `of` says of which insights. Null interval: too early. */
export const measuredEffect = z.object({ at: z.iso.datetime(), days: z.number(), of: z.string(), needed: z.number().int(), metrics: z.array(measuredMetric) });
export type MeasuredEffect = z.infer<typeof measuredEffect>;
export type MeasuredMetric = MeasuredEffect['metrics'][number];

/** One line of a change as a reviewer reads it; null where there was or will be nothing. */
export const diffLine = z.object({ label: z.string(), before: z.string().nullable(), after: z.string().nullable() });
export type DiffLine = z.infer<typeof diffLine>;

/** A number of a rule that a reviewer may set otherwise before approving. */
export const editableNumber = z.object({ key: z.string(), label: z.string(), unit: z.string(), value: z.number(), min: z.number(), max: z.number() });
export type EditableNumber = z.infer<typeof editableNumber>;

const moment = z.iso.datetime();

export const planItem = z.object({
  id: z.uuid(),
  kind: z.enum(PLAN_KINDS),
  title: z.string(),
  rationale: z.string(),
  change: z.union([movePromptLabel, changeRule, changePresentation, changeFirstModel]).describe('the exact change, before and after'),
  diff: z.array(diffLine).describe('the change in words'),
  edit: z.object({ enabled: z.boolean(), numbers: z.array(editableNumber) }).nullable().describe('null where the values may not be edited before approval'),
  changeHash: z.string().describe('of the change as it stands: a decision or an edit names it'),
  evidence: z.array(planEvidence),
  hidden: z.number().int().describe('pieces of evidence on deals out of the reader\'s sight'),
  expected: expectedEffect.nullable(),
  measured: measuredEffect.nullable(),
  risk: z.string(),
  measuring: z.string(),
  reverting: z.string(),
  status: planStatus,
  proposedBy: z.string(),
  needsAnother: z.boolean().describe('the reader proposed it, and there are others who could approve it'),
  decidedBy: z.string().nullable(),
  note: z.string().nullable(),
  error: z.string().nullable(),
  createdAt: moment,
  expiresAt: moment,
  decidedAt: moment.nullable(),
  applyAt: moment.nullable().describe('approved for then; null: at once'),
  appliedAt: moment.nullable(),
  revertedAt: moment.nullable(),
});
export type PlanItem = z.infer<typeof planItem>;

/** Which items a REST list holds. An item that nobody decided on in time is `expired`. */
export const planFilter = z.object({ status: planStatus.optional(), kind: z.enum(PLAN_KINDS).optional() });
export type PlanFilter = z.infer<typeof planFilter>;

/** An approval holds for so long at most, also of what is to be applied later. */
export const LONGEST_AHEAD_DAYS = 90;
const seenHash = z.string().regex(/^[0-9a-f]{64}$/, 'The changeHash of the change as you saw it');

export const decision = z.enum(['approve', 'reject']);
export type Decision = z.infer<typeof decision>;
export const decisionBody = z.object({
  decision, changeHash: seenHash, note: z.string().trim().max(1000).default('').describe('the reason; a rejection needs one'),
  applyOn: z.iso.date('A day').nullable().default(null).describe('day on which an approved change is applied, from midnight in the workspace\'s time zone; null: at once'),
});
export const decideInput = decisionBody.extend({ id: z.uuid() });
export const editBody = z.object({ changeHash: seenHash, after: ruleState });
export const editInput = editBody.extend({ id: z.uuid() });
export const revertInput = z.object({ id: z.uuid(), note: z.string().trim().max(1000).default('') });
/** A rule change as a person proposes it: where the rule stands now is looked up, not taken from them. */
export const proposeRuleInput = z.object({ ruleKey: z.string().max(60), after: ruleState, why: z.string().trim().min(3, 'Say why in a sentence').max(2000) });
