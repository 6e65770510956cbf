/**
 * The language task of the improver: what was rejected or wrong in, a new template out. What people wrote is data: it is escaped, and
 * nothing in it can do more than stand in a draft. Without a model the built-in suggests changes of rules, never words of a prompt.
 */
import { z } from 'zod';
import { element, escapeText, fill, lines, ours, templateProblems, type Escaped } from '@/lib/llm/prompt';
import { defineTask } from '@/lib/llm/task';
import { improveInput, improveOutput, type ImproveInput, type ImproveOutput } from '../schema';
import { suggestRules } from '../suggest-rules';

const wire = z.object({
  system: z.string().describe('the whole new instructions'),
  user: z.string().describe('the whole new request; every {{value}} of the present one stands in it or in the instructions'),
  rationale: z.string().describe('what goes wrong now and what the change does about it, in two to five sentences'),
  cites: z.array(z.object({ id: z.string().describe('id of an insight given'), why: z.string().describe('what it shows') })).describe('the insights that it rests on'),
  expected: z.string().describe('what should be different, and how one would see it'),
});

const SYSTEM = `You improve the prompt of one language task. You are given the present prompt and answers that were written with it and that people rejected, or that turned out wrong.
Find what the rejected answers have in common that better instructions would prevent, and change the prompt as little as that needs. Keep what works. Write instructions for every case, not for the cases at hand: no names, no numbers and no sentences from the data.
The words {{in double braces}} are where the data goes: keep each of them exactly, in double braces.
If the answers have nothing in common that instructions could change, abstain and say so.`;

const PLACES = /\{\{\s*[a-zA-Z]\w*\s*\}\}/g;
const PRIVATE = /[\w.+-]+@[\w-]+\.\w+|https?:\/\/|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;
/** So many words in a row are no coincidence. */
const IN_A_ROW = 8;

const wordsOf = (text: string): string[] => text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
function* runsOf(text: string): Generator<string> {
  const words = wordsOf(text);
  for (let i = 0; i + IN_A_ROW <= words.length; i++) yield words.slice(i, i + IN_A_ROW).join(' ');
}

/** What a draft must keep towards its input: it can be filled, says something new, rests on what was given, and carries no data away. */
function draftProblems(output: ImproveOutput, { prompt, insights }: ImproveInput): string[] {
  if ('rules' in output) return [];
  const { system, user, cites } = output;
  const known = new Set(insights.map(({ id }) => id));
  const before = new Set(runsOf(`${prompt.present.system}\n${prompt.present.user}`));
  const after = new Set([...runsOf(system), ...runsOf(user)].filter((run) => !before.has(run)));
  const copied = insights.filter(({ title, body, answers, resolutionReason }) => [title, body, resolutionReason ?? '', ...answers.map(({ text }) => text ?? '')].some((text) => [...runsOf(text)].some((run) => after.has(run))));
  return [
    ...templateProblems(prompt.shipped, { system, user }),
    ...(system === prompt.present.system && user === prompt.present.user ? ['the template is the present one: change it, or abstain'] : []),
    ...cites.filter(({ id }) => !known.has(id)).map(({ id }) => `cites: ${id.slice(0, 60)} was not given`),
    ...copied.map(({ id }) => `the template repeats words of insight ${id} or of an answer to it: a prompt carries no data`),
    ...(PRIVATE.test(`${system}\n${user}`) && !PRIVATE.test(`${prompt.present.system}\n${prompt.present.user}`) ? ['the template holds an address, a link or an id: a prompt carries no data'] : []),
  ];
}

const insightElement = ({ id, type, ruleKey, title, body, resolution, resolutionReason, answers }: ImproveInput['insights'][number]): Escaped => element('insight', { id, type, rule: ruleKey ?? 'none', turned_out: resolution }, lines([
  element('title', {}, escapeText(title, 200)), element('body', {}, escapeText(body, 600)),
  ...(resolutionReason ? [element('what_happened', {}, escapeText(resolutionReason, 300))] : []),
  ...answers.map(({ kind, text }) => element('answer', { kind }, escapeText(text ?? '', 500))),
]));

export const improvePrompt = defineTask<ImproveInput, ImproveOutput>({
  name: 'improve_prompt', input: improveInput, wire, output: improveOutput, maxTokens: 12_000,
  check: draftProblems,
  render: ({ prompt, insights, rules, counts }, template) => fill(template, {
    prompt: element('present_prompt', { task: prompt.name, version: prompt.version }, lines([
      element('what_for', {}, escapeText(prompt.what)), element('instructions', {}, escapeText(prompt.present.system, 20_000)), element('request', {}, escapeText(prompt.present.user, 20_000)),
      element('must_hold', {}, escapeText([...new Set(`${prompt.shipped.system}\n${prompt.shipped.user}`.match(PLACES) ?? [])].join(' '))),
    ])),
    insights: lines([element('counts', { rejected: counts.rejected, wrong: counts.wrong, judged: counts.judged }, ours('')), ...insights.map(insightElement)]),
    rules: rules.length === 0 ? ours('none') : lines(rules.map(({ key, name, bad, others, record }) =>
      element('rule', { id: key, rejected_or_wrong: `${bad.hits} of ${bad.n}`, others: `${others.hits} of ${others.n}` }, escapeText(`${name}. ${record}`, 600)))),
  }),
  builtin: suggestRules,
  defaultPrompt: { template: { system: SYSTEM, user: '{{prompt}}\n\nAnswers that were rejected or turned out wrong:\n{{insights}}\n\nThe record of the rules behind them:\n{{rules}}\n\nGive the improved prompt.' }, config: {} },
});
