/** What of a benchmark was asked for on the command line: `--part=retrieval,import`. Without the option: everything. */
export function chosen(option: string, name: string): boolean {
  const given = process.argv.find((argument) => argument.startsWith(`--${option}=`));
  return given === undefined || given.slice(option.length + 3).split(',').includes(name);
}
