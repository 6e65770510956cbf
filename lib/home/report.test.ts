import { describe, expect, it } from 'vitest';
import { leadingCause } from './report';

describe('leadingCause', () => {
  const steps = [
    { probability: 0.55, cause: 'meeting booked' },
    { probability: 0.35, cause: 'close date pushed later' },
    { probability: 0.32, cause: 'note added' },
  ];

  it('is the largest step in the direction the score went, not the largest nor the last one', () => {
    expect(leadingCause(0.5, 0.32, steps)).toBe('close date pushed later');
    expect(leadingCause(0.2, 0.32, steps)).toBe('meeting booked');
  });

  it('is nothing when no step went that way', () => {
    expect(leadingCause(0.3, 0.5, [{ probability: 0.2, cause: 'x' }])).toBeNull();
    expect(leadingCause(0.3, 0.5, [])).toBeNull();
  });
});
