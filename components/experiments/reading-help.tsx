/** Terms of the results, explained to people who sell. */
const TERMS = [
  ['The interval', 'Where the true difference lies. It is always valid: it may be looked at every day, and still in at most 1 of 20 experiments (at 95%) it ever misses the truth. When it leaves the dashed line of no difference, the difference is there.'],
  ['Likely better', 'How probable it is, by the figures so far, that the variant beats the control. Fair for one look. Whoever looks every day and stops at 95% mostly crowns variants that are no better, so nothing is decided by it.'],
  ['Risk', 'What is lost on average by choosing this variant, if it should be the worse one after all. Small: there is little to fear from choosing it.'],
  ['p', 'How often a difference like this comes up where there is none. The first may be looked at any day; “once” is for a single look, corrected for the number of variants.'],
  ['Waiting', 'Came in, and their days are not over: they count when they are, so that late ones do not look worse than early ones.'],
] as const;

/** What the columns mean, where they stand. */
export function ReadingHelp() {
  return (
    <details className="text-dense">
      <summary className="cursor-pointer text-muted">How to read this</summary>
      <dl className="mt-2 grid max-w-4xl gap-x-4 gap-y-2 sm:grid-cols-[7rem_1fr]">
        {TERMS.map(([term, meaning]) => (
          <div key={term} className="contents">
            <dt className="font-medium">{term}</dt>
            <dd className="text-muted">{meaning}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
