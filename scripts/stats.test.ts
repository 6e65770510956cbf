import { spawn } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

type Said = { code: number | null; out: string; err: string };
const stats = (input: string, ...words: string[]): Promise<Said> => new Promise((resolve) => {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(import.meta.dirname, 'winloop.ts'), 'stats', ...words], {
    cwd: path.resolve(import.meta.dirname, '..'), env: { ...process.env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', WINLOOP_DATA_DIR: '/nowhere' },
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (part) => (said.out += String(part)));
  child.stderr.on('data', (part) => (said.err += String(part)));
  child.on('close', (code) => resolve({ code, ...said }));
  child.stdin.end(input);
});

describe('statistics on the command line', () => {
  it('answers on one line, without a database', async () => {
    const { code, out, err } = await stats('{"observed":[9130,870],"weights":[0.9,0.1]}', 'srm', '--json');
    expect([code, err]).toEqual([0, '']);
    expect(out.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(out)).toMatchObject({ degreesOfFreedom: 1, pValue: expect.closeTo(1.4686847673789387e-5, 10) as number, verdict: 'alert' });
  });

  it.each([
    ['{}', ['nonsense', '--json'], 'There is no family "nonsense": bayes_binomial,'],
    ['{}', ['--json'], 'Say which family'],
    ['', ['srm', '--json'], 'Nothing on standard input'],
    ['{"observed":', ['srm', '--json'], 'no JSON'],
    ['{"observed":[1,2],"weights":[1]}', ['srm', '--json'], 'one weight per arm'],
    ['{"pValues":[0.2,1.7]}', ['multiplicity', '--json'], 'pValues.1: '],
    ['{"metricType":"proportion","control":{"n":10,"conversions":11},"treatment":{"n":10,"conversions":1}}', ['freq', '--json'], 'control: more conversions than units'],
    ['{}', ['srm', '--fast'], '--fast'],
  ])('says what is wrong with %s for %j', async (input, words, problem) => {
    expect(await stats(input, ...words)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(problem) as string });
  });
});
