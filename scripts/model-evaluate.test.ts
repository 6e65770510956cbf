import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createRng, randomNormal } from '@/lib/stats/rng';

type Said = { code: number | null; out: string; err: string };
const folder = mkdtempSync(path.join(tmpdir(), 'evaluate-'));
afterAll(() => rmSync(folder, { recursive: true }));

const evaluate = (...words: string[]): Promise<Said> => new Promise((resolve) => {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(import.meta.dirname, 'winloop.ts'), 'model', 'evaluate', ...words], {
    cwd: path.resolve(import.meta.dirname, '..'), env: { ...process.env, INIT_CWD: folder, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', WINLOOP_DATA_DIR: '/nowhere' },
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (part) => (said.out += String(part)));
  child.stderr.on('data', (part) => (said.err += String(part)));
  child.on('close', (code) => resolve({ code, ...said }));
});

const put = (name: string, lines: readonly string[]): void => writeFileSync(path.join(folder, name), `${lines.join('\n')}\n`);
const ROWS = 300;
const rng = createRng('command line');
const cells = Array.from({ length: ROWS }, (_, i) => {
  const x = randomNormal(rng), won = i % 50 === 7 ? '' : rng() < 1 / (1 + Math.exp(-2 * x)) ? 'Won' : 'Lost';
  return { x, won, line: `${1000 + i},${won},${x.toFixed(3)},${['Web', 'Fair'][i % 2]!},${won === 'Won' ? 'signed' : 'price'}` };
});
put('deals.csv', ['Deal Number,Outcome,Score,Source,Reason', ...cells.map(({ line }) => line)]);
put('folds.txt', ['fold', ...cells.map((_, i) => String(i % 3))]);
put('short.txt', ['0', '1']);
put('words.txt', cells.map((_, i) => (i === 4 ? 'first' : '1')));
put('one.csv', ['Outcome,Score', 'Won,1', 'Lost,2']);

const DEALS = ['--csv', 'deals.csv', '--target', 'Outcome', '--positive', 'Won'];

describe('evaluating a model of any file on the command line', () => {
  it('answers on one line, with a prediction for each row of the file in its order, without a database', async () => {
    const { code, out, err } = await evaluate(...DEALS, '--drop', 'Reason', '--order', 'Deal Number', '--folds', 'folds.txt', '--predictions', 'said.csv', '--json');
    expect([code, err]).toEqual([0, '']);
    expect(out.trimEnd().split('\n')).toHaveLength(1);
    const answer = JSON.parse(out) as { cv5: { auc: number; brier: number }; temporal: { auc: number }; warnings: string[]; predictions: string };
    expect(answer).toMatchObject({ rows: ROWS - 6, signal: 'present', predictions: path.join(folder, 'said.csv') });
    expect(answer.cv5.auc).toBeGreaterThan(0.75);
    expect(answer.temporal.auc).toBeGreaterThan(0.7);
    expect(answer.warnings.join(' ')).toContain('6 rows without an outcome in "Outcome" were left out.');
    const said = readFileSync(answer.predictions, 'utf8').trimEnd().split('\n');
    expect(said).toHaveLength(ROWS);
    cells.forEach(({ won }, i) => expect(said[i] === '').toBe(won === ''));
    // In the order of the file: what is said of a row goes with its score, and the figures are those of the rows written.
    const pairs = cells.flatMap(({ x, won }, i) => (won === '' ? [] : [{ x, y: won === 'Won' ? 1 : 0, p: Number(said[i]) }]));
    expect(pairs.filter(({ x }) => x > 1).every(({ p }) => p > 0.5)).toBe(true);
    expect(pairs.reduce((sum, { y, p }) => sum + (p - y) ** 2, 0) / pairs.length).toBeCloseTo(answer.cv5.brier, 5);
  });

  it('deals its own folds, has no later rows without an order, and names a column that gives the outcome away', async () => {
    const { code, out } = await evaluate(...DEALS);
    expect(code).toBe(0);
    const answer = JSON.parse(out) as { temporal: null; warnings: string[] };
    expect(answer.temporal).toBeNull();
    expect(answer.warnings.join(' ')).toContain('"Reason" alone tells the outcome');
  });

  it.each<[string[], string]>([
    [[], 'Say which file: --csv FILE'], [['--csv', 'deals.csv'], 'Say which column holds the outcome'], [[...DEALS, '--fast'], '--fast'],
    [['--csv', 'nowhere.csv', '--target', 'a', '--positive', 'b'], 'There is no file'],
    [['--csv', 'deals.csv', '--target', 'Result', '--positive', 'Won'], 'There is no column "Result". The file has: Deal Number, Outcome'],
    [['--csv', 'deals.csv', '--target', 'Outcome', '--positive', 'Yes'], 'No row has "Yes" in "Outcome". It holds: "'],
    [['--csv', 'one.csv', '--target', 'Outcome', '--positive', 'Won'], 'at least 10 are needed'],
    [[...DEALS, '--folds', 'short.txt'], 'has 2 lines; the file has 300 rows'], [[...DEALS, '--folds', 'words.txt'], 'is no fold number: "first"'],
  ])('says what is wrong with %j', async (words, problem) => {
    expect(await evaluate(...words)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(problem) as string });
  });
});
