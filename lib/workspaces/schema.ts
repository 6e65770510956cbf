/** Shapes of a workspace and its settings. */
import { z } from 'zod';
import { presentation } from '@/lib/experiments/schema';

export const workspaceSettings = z.object({
  /** Whose deals each role sees; operators and admins see all. */
  repSees: z.enum(['own', 'team', 'all']).default('own'),
  managerSees: z.enum(['team', 'all']).default('team'),
  /** Whether reps see the deals that have no owner yet; whoever hands deals out (manager and above) always does. */
  repSeesUnowned: z.boolean().default(false),
  /** Share of insight runs that ask both Claude and GPT. */
  compareShare: z.number().min(0).max(1).default(0),
  /** Spending limit for language models a day, in US dollars. */
  dailyBudgetUsd: z.number().min(0).max(10_000).default(20),
  /** Share of deals whose advice is computed but hidden, so that its effect can be measured; 0: none, and no causal figures. */
  heldOutShare: z.number().min(0).max(0.5).default(0.1),
  /** New labels after which the workspace learns anew. */
  updateAfterLabels: z.number().int().min(10).max(10_000).default(50),
  /** Share of units (deals, accounts, people) that no experiment touches, the same ones for all of them. */
  experimentHoldoutShare: z.number().min(0).max(0.2).default(0),
  /** In which order insights stand on a deal and how much of each is said at first sight, unless an experiment says otherwise. */
  presentation: presentation.default({ order: 'severity', wording: 'full' }),
  /** Which language model is asked first; the other one when it fails, then the built-in. `builtin`: none is asked. */
  firstModel: z.enum(['anthropic', 'openai', 'builtin']).default('anthropic'),
});
export type WorkspaceSettings = z.infer<typeof workspaceSettings>;

/** The part that says whose deals are in sight. */
export const sightSettings = z.object({
  repSees: workspaceSettings.shape.repSees.unwrap(), managerSees: workspaceSettings.shape.managerSees.unwrap(), repSeesUnowned: workspaceSettings.shape.repSeesUnowned.unwrap(),
}).partial();
export type SightSettings = z.infer<typeof sightSettings>;
/** The part that says what language models may cost, and which is asked first. */
export const modelSettings = z.object({
  compareShare: workspaceSettings.shape.compareShare.unwrap(), dailyBudgetUsd: workspaceSettings.shape.dailyBudgetUsd.unwrap(), firstModel: workspaceSettings.shape.firstModel.unwrap(),
}).partial();

/** The part that says how the workspace learns. */
export const learningSettings = z.object({
  heldOutShare: workspaceSettings.shape.heldOutShare.unwrap(), updateAfterLabels: workspaceSettings.shape.updateAfterLabels.unwrap(),
  experimentHoldoutShare: workspaceSettings.shape.experimentHoldoutShare.unwrap(), presentation: workspaceSettings.shape.presentation.unwrap(),
}).partial();

/** Settings as stored, with defaults for what is absent; never throws on an older shape. */
export const readSettings = (stored: unknown): WorkspaceSettings => workspaceSettings.catch(workspaceSettings.parse({})).parse(stored ?? {});

export const slug = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, 'Use 1 to 40 small letters, digits and hyphens');
export const currencyCode = z.string().regex(/^[A-Z]{3}$/, 'Use a three-letter currency code such as USD');
const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};
/** An IANA zone: Europe/Vienna. */
export const timeZone = z.string().max(60).refine(isTimeZone, 'There is no such time zone');
export const workspaceName = z.string().trim().min(1, 'Give the workspace a name').max(80);
export const newWorkspace = z.object({ slug, name: workspaceName, currency: currencyCode.default('USD'), timezone: timeZone.default('UTC') });
export type NewWorkspace = z.infer<typeof newWorkspace>;
