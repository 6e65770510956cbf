/**
 * The formats by name. Each as its reader's documentation has it; limits as read on the pages named here in November 2026, and
 * `assumed` where no page states one. Pure.
 */
import type { ExportFormat } from '../schema';
import { chat, keysAre, messagesProblem, type Format, type Item, type Message } from './line';

const none = { least: null, most: null };

/**
 * developers.openai.com/api/docs/guides/supervised-fine-tuning: {"messages": [...]}, "the minimum number of examples is 10".
 * developers.openai.com/api/docs/guides/fine-tuning-best-practices, token limits: 65,536 tokens an example for gpt-4.1, 4.1-mini, 4.1-nano, 4o
 * and 4o-mini; longer ones are cut at their end, so they are left out.
 */
const openaiChat: Format = {
  rows: { train: { least: 10, most: null }, validation: none }, tokens: 65_536, assumed: [], source: 'developers.openai.com/api/docs/guides/supervised-fine-tuning',
  line: (item) => ({ messages: chat(item) }),
  check: (line) => (keysAre(line, ['messages']) ? messagesProblem(line.messages, ['system', 'user', 'assistant']) : 'the line has other keys than messages'),
  messages: chat,
};

/** Words at the start of a line that Claude's older prompt format kept for itself. That records of a fine-tune may not have them is our assumption. */
const RESERVED = /\n\s*(Human|Assistant):/;

/**
 * platform.claude.com/cookbook/finetuning-finetuning-on-bedrock: {"system", "messages"}; first of the user, last of the assistant, in turns, no
 * other keys. docs.aws.amazon.com/bedrock/latest/userguide/model-customization-prepare.html, "Anthropic Claude 3 Haiku": at least 32 records,
 * at most 10,000 for training, 1,000 for validation and 10,000 together (AWS raises that on request), 32,000 tokens a record.
 */
const bedrock: Format = {
  rows: { train: { least: 32, most: 10_000 }, validation: { least: null, most: 1_000 } }, most: 10_000, tokens: 32_000, assumed: [], source: 'docs.aws.amazon.com/bedrock/latest/userguide/model-customization-prepare.html',
  line: ({ system, question, answer }) => ({ system, messages: [{ role: 'user', content: question }, { role: 'assistant', content: answer }] }),
  check: (line) => {
    if (!keysAre(line, ['system', 'messages'])) return 'the line has other keys than system and messages';
    if (typeof line.system !== 'string' || line.system.trim() === '') return 'the system message is empty';
    const problem = messagesProblem(line.messages, ['user', 'assistant']);
    if (problem) return problem;
    return [line.system, ...(line.messages as Message[]).map((m) => m.content)].some((text) => RESERVED.test(text)) ? 'a text has a line that begins with Human: or Assistant:, which we assume is refused' : null;
  },
  messages: chat,
};

const asked = ({ system, question }: Item): Message[] => [{ role: 'system', content: system }, { role: 'user', content: question }];
const said = (content: string): Message[] => [{ role: 'assistant', content }];
const twice = (item: Item): Message[] => [...chat(item), ...asked(item), ...said(item.rejected ?? '')];

const pairProblem = (prompt: unknown, chosen: unknown, rejected: unknown): string | null =>
  messagesProblem(prompt, ['system', 'user']) ?? messagesProblem(chosen, ['assistant']) ?? messagesProblem(rejected, ['assistant'])
  ?? (JSON.stringify(chosen) === JSON.stringify(rejected) ? 'both answers are the same' : null);

/**
 * developers.openai.com/api/docs/guides/direct-preference-optimization: input, preferred_output, non_preferred_output, each output one assistant
 * message. The page names no fewest examples: those of supervised fine-tuning are assumed. Token limits as above.
 */
const preference: Format = {
  rows: { train: { least: 10, most: null }, validation: none }, tokens: 65_536, assumed: ['least'], source: 'developers.openai.com/api/docs/guides/direct-preference-optimization',
  line: (item) => ({ input: { messages: asked(item), tools: [], parallel_tool_calls: true }, preferred_output: said(item.answer), non_preferred_output: said(item.rejected ?? '') }),
  check: (line) => {
    if (!keysAre(line, ['input', 'preferred_output', 'non_preferred_output'])) return 'the line has other keys than input, preferred_output and non_preferred_output';
    return keysAre(line.input, ['messages', 'tools', 'parallel_tool_calls']) ? pairProblem(line.input.messages, line.preferred_output, line.non_preferred_output) : 'the input has other keys than messages, tools and parallel_tool_calls';
  },
  messages: twice,
};

/** huggingface.co/docs/trl/dataset_formats, conversational language modelling: no limits of its own; what fits depends on the model, and 32,768 tokens are assumed. */
const trl: Format = {
  rows: { train: none, validation: none }, tokens: 32_768, assumed: ['tokens'], source: 'huggingface.co/docs/trl/dataset_formats',
  line: openaiChat.line, check: openaiChat.check, messages: chat,
};

/** huggingface.co/docs/trl/dataset_formats, conversational preference with an explicit prompt. */
const trlPreference: Format = {
  rows: { train: none, validation: none }, tokens: 32_768, assumed: ['tokens'], source: 'huggingface.co/docs/trl/dataset_formats',
  line: (item) => ({ prompt: asked(item), chosen: said(item.answer), rejected: said(item.rejected ?? '') }),
  check: (line) => (keysAre(line, ['prompt', 'chosen', 'rejected']) ? pairProblem(line.prompt, line.chosen, line.rejected) : 'the line has other keys than prompt, chosen and rejected'),
  messages: twice,
};

export const CATALOGUE: Readonly<Record<ExportFormat, Format>> = { openai_chat: openaiChat, bedrock, preference, trl, trl_preference: trlPreference };
