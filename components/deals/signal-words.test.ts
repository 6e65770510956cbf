import { describe, expect, it } from 'vitest';
import { signalSentence } from '@/lib/models/win-signal';
import { signalWords } from './signal-words';

const prior = { name: 'shipped prior', rate: 0.5, strength: 10 };
const posterior = { rate: 0.52, blendWeight: 0.8 } as Parameters<typeof signalSentence>[3];

describe('a model that knows little', () => {
  it('says how many closed deals are missing, and what is leaned on meanwhile', () => {
    const words = signalWords({ signal: 'none', n: 37, sentence: signalSentence('none', null, { won: 20, n: 37 }, posterior, prior) });
    expect(words?.title).toBe('Not enough history yet: 37 of 50 closed deals');
    expect(words?.text).toMatch(/^Until then every open deal gets the same 52%: the shipped prior \(50%/);
  });

  it('does not call it a lack of deals when there are enough of them', () => {
    const words = signalWords({ signal: 'none', n: 60, sentence: signalSentence('none', null, { won: 3, n: 60 }, posterior, prior) });
    expect(words?.title).toBe('The past deals hold no signal');
    expect(words?.text).toMatch(/^Only 3 of 60 closed deals were won/);
  });

  it('is silent about a model that has a signal', () => {
    expect(signalWords({ signal: 'present', n: 400, sentence: 'The model removes 12%.' })).toBeNull();
  });
});
