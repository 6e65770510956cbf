import { expect, it } from 'vitest';
import fc from 'fast-check';
import { chosenColumns, columnsParameter } from './columns';
import { COLUMNS, USUAL_COLUMNS, dealQuery } from './schema';

it('what is chosen comes back from the address, in the order of the table', () => {
  fc.assert(fc.property(fc.subarray([...COLUMNS], { minLength: 1 }), (columns) => {
    const text = columnsParameter([...columns].reverse());
    expect(dealQuery.shape.columns.safeParse(text ?? undefined).success).toBe(true);
    expect(chosenColumns(text ?? undefined)).toEqual(columns);
  }));
});

it('nothing that is known is the usual columns', () => {
  for (const wrong of [undefined, '', 'salary', 'name,,']) expect(chosenColumns(wrong)).toEqual(USUAL_COLUMNS);
  expect(columnsParameter(USUAL_COLUMNS)).toBeNull();
});
