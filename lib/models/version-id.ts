/** Name of a model version, `v_YYYYMMDD_HHMMSS` in UTC, from the clock that is passed in (epoch ms): sorts by age as text. */
export const versionId = (now: number): string =>
  `v_${new Date(now).toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '_')}`;
