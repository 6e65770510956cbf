/** What pairs of predictions cost: squared errors of both. Pure. */
export const lossesOf = (pairs: readonly { a: number; b: number; label: number }[]): [number, number][] => pairs.map(({ a, b, label }) => [(a - label) ** 2, (b - label) ** 2]);
