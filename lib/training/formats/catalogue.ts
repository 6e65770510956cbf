/** The formats by name. Each as its reader's documentation has it; limits as read in November 2026. Pure. */
import type { ExportFormat } from '../schema';
import { chat, keysAre, messagesProblem, type Format, type Item, type Message } from './line';

const none = { least: null, most: null };

/** developers.openai.com, supervised fine-tuning: {"messages": [...]}, at least 10 examples, 65,536 tokens an example (gpt-4.1 family). */
const openaiChat: Format = {
  rows: { train: { least: 10, most: null }, validation: none }, tokens: 65_536, source: 'developers.openai.com/api/docs/guides/supervised-fine-tuning',
  line: (item) => ({ messages: chat(item) }),
  check: (line) => (keysAre(line, ['messages']) ? messagesProblem(line.messages, ['system', 'user', 'assistant']) : 'the line has other keys than messages'),
  messages: chat,
};

/** Words at the start of a line that Claude's older prompt format kept for itself: the records of a fine-tune may not have them. */
const RESERVED = /\n\s*(Human|Assistant):/;

/**
 * docs.aws.amazon.com and platform.claude.com/cookbook: {"system", "messages"}; first of the user, last of the assistant, in turns, no
 * other keys; 32 to 10,000 training records, at most 1,000 for validation, 32,000 tokens a record.
 */
const bedrock: Format = {
  rows: { train: { least: 32, most: 10_000 }, validation: { least: null, most: 1_000 } }, tokens: 32_000, source: 'docs.aws.amazon.com/bedrock/latest/userguide/model-customization-prepare.html',
  line: ({ system, question, answer }) => ({ system, messages: [{ role: 'user', content: question }, { role: 'assistant', content: answer }] }),
  check: (line) => {
    if (!keysAre(line, ['system', 'messages'])) return 'the line has other keys than system and messages';
    if (typeof line.system !== 'string' || line.system.trim() === '') return 'the system message is empty';
    const problem = messagesProblem(line.messages, ['user', 'assistant']);
    if (problem) return problem;
    return [line.system, ...(line.messages as Message[]).map((m) => m.content)].some((text) => RESERVED.test(text)) ? 'a text has a line that begins with Human: or Assistant:' : null;
  },
  messages: chat,
};

const asked = ({ system, question }: Item): Message[] => [{ role: 'system', content: system }, { role: 'user', content: question }];
const said = (content: string): Message[] => [{ role: 'assistant', content }];
const twice = (item: Item): Message[] => [...chat(item), ...asked(item), ...said(item.rejected ?? '')];

const pairProblem = (prompt: unknown, chosen: unknown, rejected: unknown): string | null =>
  messagesProblem(prompt, ['system', 'user']) ?? messagesProblem(chosen, ['assistant']) ?? messagesProblem(rejected, ['assistant'])
  ?? (JSON.stringify(chosen) === JSON.stringify(rejected) ? 'both answers are the same' : null);

/** developers.openai.com, direct preference optimisation: input, preferred_output, non_preferred_output, each output one assistant message. */
const preference: Format = {
  rows: { train: { least: 10, most: null }, validation: none }, tokens: 65_536, source: 'developers.openai.com/api/docs/guides/direct-preference-optimization',
  line: (item) => ({ input: { messages: asked(item), tools: [], parallel_tool_calls: true }, preferred_output: said(item.answer), non_preferred_output: said(item.rejected ?? '') }),
  check: (line) => {
    if (!keysAre(line, ['input', 'preferred_output', 'non_preferred_output'])) return 'the line has other keys than input, preferred_output and non_preferred_output';
    return keysAre(line.input, ['messages', 'tools', 'parallel_tool_calls']) ? pairProblem(line.input.messages, line.preferred_output, line.non_preferred_output) : 'the input has other keys than messages, tools and parallel_tool_calls';
  },
  messages: twice,
};

/** huggingface.co/docs/trl/dataset_formats, conversational language modelling: no limits of its own; what fits depends on the model. */
const trl: Format = {
  rows: { train: none, validation: none }, tokens: 32_768, source: 'huggingface.co/docs/trl/dataset_formats',
  line: openaiChat.line, check: openaiChat.check, messages: chat,
};

/** huggingface.co/docs/trl/dataset_formats, conversational preference with an explicit prompt. */
const trlPreference: Format = {
  rows: { train: none, validation: none }, tokens: 32_768, source: 'huggingface.co/docs/trl/dataset_formats',
  line: (item) => ({ prompt: asked(item), chosen: said(item.answer), rejected: said(item.rejected ?? '') }),
  check: (line) => (keysAre(line, ['prompt', 'chosen', 'rejected']) ? pairProblem(line.prompt, line.chosen, line.rejected) : 'the line has other keys than prompt, chosen and rejected'),
  messages: twice,
};

export const CATALOGUE: Readonly<Record<ExportFormat, Format>> = { openai_chat: openaiChat, bedrock, preference, trl, trl_preference: trlPreference };
