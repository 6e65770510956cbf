/** Each line as its reader's documentation has it; what a reader would refuse is found. */
import { describe, expect, it } from 'vitest';
import { exportFormat } from '../schema';
import { CATALOGUE } from './catalogue';
import { rowProblems, type Item } from './line';

const item: Item = { system: 'You advise.', question: 'Type: risk', answer: '{"title":"good"}', rejected: '{"title":"bad"}' };
const system = { role: 'system', content: 'You advise.' }, user = { role: 'user', content: 'Type: risk' };
const good = { role: 'assistant', content: '{"title":"good"}' }, bad = { role: 'assistant', content: '{"title":"bad"}' };

describe('a line', () => {
  it('is what the reader documents', () => {
    expect(CATALOGUE.openai_chat.line(item)).toEqual({ messages: [system, user, good] });
    expect(CATALOGUE.trl.line(item)).toEqual({ messages: [system, user, good] });
    expect(CATALOGUE.bedrock.line(item)).toEqual({ system: 'You advise.', messages: [user, good] });
    expect(CATALOGUE.preference.line(item)).toEqual({ input: { messages: [system, user], tools: [], parallel_tool_calls: true }, preferred_output: [good], non_preferred_output: [bad] });
    expect(CATALOGUE.trl_preference.line(item)).toEqual({ prompt: [system, user], chosen: [good], rejected: [bad] });
  });

  it.each(exportFormat.options)('of %s passes its own check, and does not with an empty text or another key', (name) => {
    const format = CATALOGUE[name];
    const through = (over: Partial<Item>) => format.check(JSON.parse(JSON.stringify(format.line({ ...item, ...over }))));
    expect(through({})).toBeNull();
    expect(through({ answer: '  ' })).toMatch(/empty/);
    expect(through({ question: '' })).toMatch(/empty/);
    expect(through({ system: '' })).toMatch(/empty/);
    expect(format.check({ ...format.line(item), extra: 1 })).toMatch(/other keys/);
    for (const junk of [null, [], 'text', 7, {}]) expect(format.check(junk)).not.toBeNull();
  });

  it('with roles in another order is refused', () => {
    expect(CATALOGUE.openai_chat.check({ messages: [user, system, good] })).toMatch(/message 1 is of user/);
    expect(CATALOGUE.bedrock.check({ system: 'x', messages: [good, user] })).toMatch(/message 1 is of assistant/);
    expect(CATALOGUE.bedrock.check({ system: 'x', messages: [user] })).toMatch(/1 messages instead of 2/);
  });

  it('that holds what the reader keeps for itself, or two equal answers, is refused', () => {
    expect(CATALOGUE.bedrock.check(CATALOGUE.bedrock.line({ ...item, question: 'They said:\nHuman: no' }))).toMatch(/Human:/);
    for (const name of ['preference', 'trl_preference'] as const) expect(CATALOGUE[name].check(CATALOGUE[name].line({ ...item, rejected: item.answer }))).toMatch(/same/);
  });
});

describe('rows', () => {
  const texts = (name: keyof typeof CATALOGUE, train: number, validation: number, share = 0.1) => rowProblems(name, CATALOGUE[name], { train, validation }, share).map(({ level, text }) => `${level}: ${text}`);
  it('are as many as the provider wants', () => {
    expect(texts('openai_chat', 10, 1)).toEqual([]);
    expect(texts('openai_chat', 9, 1)).toEqual(['error: openai_chat wants at least 10 lines for training; there are 9.']);
    expect(texts('bedrock', 31, 1)).toEqual(['error: bedrock wants at least 32 lines for training; there are 31.']);
    expect(texts('bedrock', 10_001, 1_001)).toEqual([
      'error: bedrock takes at most 10,000 lines for training; there are 10,001.', 'error: bedrock takes at most 1,000 lines for validation; there are 1,001.',
      'error: bedrock takes at most 10,000 lines for training and validation together; there are 11,002.',
    ]);
    expect(texts('bedrock', 9_000, 1_000)).toEqual([]);
    expect(texts('bedrock', 9_500, 1_000)).toEqual(['error: bedrock takes at most 10,000 lines for training and validation together; there are 10,500.']);
    expect(texts('preference', 9, 1)).toEqual(['error: preference wants at least 10 lines for training; there are 9. The limit is our assumption: its documentation states none.']);
    expect(texts('trl', 0, 0)).toEqual(['error: There is no line for training.', 'warning: There is no line for validation.']);
    expect(texts('trl', 5, 0, 0)).toEqual([]);
  });
});
