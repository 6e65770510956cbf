import { describe, expect, it } from 'vitest';
import { entryTitle } from './contact-words';

describe('entryTitle', () => {
  it('says who it came from, went to or was with', () => {
    const contact = { id: '', name: 'Dana Wu' };
    expect([
      entryTitle({ kind: 'replied', direction: 'inbound', contact }), entryTitle({ kind: 'sent', direction: 'outbound', contact }),
      entryTitle({ kind: 'call', direction: 'outbound', contact }), entryTitle({ kind: 'note', direction: 'internal', contact }),
      entryTitle({ kind: 'opened', direction: 'internal', contact }), entryTitle({ kind: 'note', direction: 'internal', contact: null }),
    ]).toEqual(['Reply from Dana Wu', 'Mail sent to Dana Wu', 'Call with Dana Wu', 'Note about Dana Wu', 'Mail opened by Dana Wu', 'Note']);
  });
});
