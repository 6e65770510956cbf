/** A small but whole language task for tests: judges how far silence endangers a deal. */
import { z } from 'zod';
import { element, escapeText, fill, lines } from '@/lib/llm/prompt';
import { defineTask } from '@/lib/llm/task';

const input = z.object({
  deal: z.string(),
  daysSilent: z.number().min(0),
  notes: z.array(z.object({ id: z.string(), text: z.string() })),
});
const output = z.object({
  title: z.string().min(1).max(80),
  severity: z.enum(['low', 'medium', 'high']),
  confidence: z.number().min(0).max(1),
  evidence: z.array(z.object({ id: z.string(), quote: z.string() })).min(1),
  owner: z.string().nullable(),
  by: z.iso.date(),
});
const wire = z.object({
  title: z.string(),
  severity: z.enum(['low', 'medium', 'high']),
  confidence: z.number().describe('between 0 and 1'),
  evidence: z.array(z.object({ id: z.string(), quote: z.string() })),
  owner: z.string().nullable(),
  by: z.string().describe('ISO date'),
});

export type SilenceInput = z.infer<typeof input>;
export type SilenceOutput = z.infer<typeof output>;

export const silenceTask = defineTask<SilenceInput, SilenceOutput>({
  name: 'silence', input, wire, output, maxTokens: 1_000,
  check: (answer, { notes }) => answer.evidence.filter(({ id }) => !notes.some((note) => note.id === id)).map(({ id }) => `evidence.id: ${id} was not given`),
  render: ({ deal, daysSilent, notes }, template) => fill(template, {
    deal: element('deal', { silent_days: daysSilent }, escapeText(deal)),
    notes: lines(notes.map((note) => element('note', { id: note.id }, escapeText(note.text)))),
  }),
  builtin: ({ deal, daysSilent, notes }) => ({
    title: `${deal}: silent for ${daysSilent} days`.slice(0, 80),
    severity: daysSilent > 30 ? 'high' : daysSilent > 14 ? 'medium' : 'low',
    confidence: 1 - 1 / (1 + daysSilent / 14),
    evidence: notes.slice(0, 1).map((note) => ({ id: note.id, quote: note.text.slice(0, 100) })),
    owner: null, by: '2026-12-31',
  }),
  defaultPrompt: {
    template: { system: 'You judge how far silence endangers a deal.', user: '{{deal}}\n{{notes}}\nHow severe is it?' },
    config: {},
  },
});

export const silentDeal: SilenceInput = { deal: 'Nordwind', daysSilent: 21, notes: [{ id: 'note-7', text: 'They said they would call back.' }] };
