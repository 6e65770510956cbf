/** Stands beside every value that the sample's simulator made up. */
export function SimulatedMark({ short = false }: { short?: boolean }) {
  const why = 'Simulated: the sample data has no such value';
  return short ? (
    <abbr title={why} className="text-xs text-muted no-underline">
      sim<span className="sr-only">ulated</span>
    </abbr>
  ) : (
    <span title={why} className="text-xs text-muted underline decoration-dotted underline-offset-3">
      simulated
    </span>
  );
}
