/**
 * `npm run winloop -- model evaluate --csv FILE --target COLUMN --positive VALUE …`: how well the product's learner tells outcomes in any CSV. Needs no
 * database and no server, and loads neither.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { UnreadableFile } from '../lib/imports/csv/unreadable';
import { EVALUATION_FOLDS, evaluateTable, stratifiedFolds } from '../lib/models/table/evaluate-table';
import { tableOfFile, UnusableTable } from '../lib/models/table/table-of-file';

export const MODEL_EVALUATE = {
  usage: '--csv FILE --target COLUMN --positive VALUE [--drop A,B] [--order COLUMN] [--folds FILE] [--json]',
  summary: 'Tells how well outcomes can be predicted from a CSV file: 5-fold cross-validation, and, with --order, later rows from earlier ones',
};

const input = z.object({
  csv: z.string({ error: 'Say which file: --csv FILE' }), target: z.string({ error: 'Say which column holds the outcome: --target COLUMN' }),
  positive: z.string({ error: 'Say which value is the positive outcome: --positive VALUE' }),
  drop: z.string().optional(), order: z.string().optional(), folds: z.string().optional(), predictions: z.string().optional(), json: z.boolean().default(false),
});

/** Names between commas; a name with a comma stands in quotes. */
const listOf = (text: string | undefined): string[] => [...(text ?? '').matchAll(/"([^"]*)"|([^,]+)/g)].map(([, quoted, plain]) => (quoted ?? plain ?? '').trim()).filter((name) => name !== '');

const round = (value: number): number => Number(value.toFixed(6));

/** Prints the answer on standard output and gives the exit code: 2 for what the caller can mend. */
export async function modelEvaluate(words: string[]): Promise<number> {
  const misuse = (problem: string): number => {
    process.stderr.write(`${problem}\nUsage: npm run winloop -- model evaluate ${MODEL_EVALUATE.usage}\n`);
    return 2;
  };
  const text = { type: 'string' } as const;
  let asked: z.infer<typeof input>;
  try {
    const { values } = parseArgs({ args: words, options: { csv: text, target: text, positive: text, drop: text, order: text, folds: text, predictions: text, json: { type: 'boolean' } } });
    const parsed = input.safeParse(values);
    if (!parsed.success) return misuse(parsed.error.issues.map(({ message }) => message).join('\n'));
    asked = parsed.data;
  } catch (error) {
    return misuse((error as Error).message);
  }
  // npm runs scripts in the package's folder; INIT_CWD is where the person is.
  const at = (file: string) => path.resolve(process.env.INIT_CWD ?? process.cwd(), file);
  const from = performance.now();
  try {
    const { table, y, rowOf, fileRows, order, warnings } = await tableOfFile(at(asked.csv), { target: asked.target, positive: asked.positive, drop: listOf(asked.drop), order: asked.order ?? null });
    const folds = asked.folds === undefined ? stratifiedFolds(y, EVALUATION_FOLDS, 'evaluate') : await readFolds(at(asked.folds), fileRows, rowOf);
    const found = evaluateTable(table, y, {
      folds, order, seed: 'evaluate', now: () => performance.now(), tell: (done, total) => { if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${total} trainings`); },
    });
    const file = asked.predictions === undefined ? path.join(tmpdir(), `winloop-predictions-${process.pid}.csv`) : at(asked.predictions);
    const said = new Array<string>(fileRows).fill('');
    rowOf.forEach((row, i) => { said[row] = String(found.predictions[i]); });
    await writeFile(file, `${said.join('\n')}\n`);
    const rounded = <T extends Record<string, number>>(metrics: T) => Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, round(value)]));
    const answer = {
      cv5: rounded(found.cv5), temporal: found.temporal && rounded(found.temporal), seconds: round((performance.now() - from) / 1000), trainingSeconds: round(found.trainingSeconds),
      rows: table.rows, signal: found.signal, brierConstant: round(found.constant), warnings, predictions: file,
    };
    process.stdout.write(asked.json ? `${JSON.stringify(answer)}\n` : `${JSON.stringify(answer, null, 2)}\n`);
    return 0;
  } catch (error) {
    if (error instanceof UnusableTable || error instanceof UnreadableFile || error instanceof RangeError) return misuse(error.message);
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return misuse(`There is no file ${(error as NodeJS.ErrnoException).path ?? ''}.`);
    throw error;
  }
}

/** A fold for each row of the file, one a line; a header line is passed over. */
async function readFolds(file: string, rows: number, rowOf: readonly number[]): Promise<Int32Array> {
  const lines = (await readFile(file, 'utf8')).replace(/^\uFEFF/, '').trim().split(/\r?\n/).map((line) => line.trim());
  if (lines.length === rows + 1 && !/^-?\d+(\.0+)?$/.test(lines[0]!)) lines.shift();
  if (lines.length !== rows) throw new UnusableTable(`${file} has ${lines.length} lines; the file has ${rows} rows, and each needs its fold.`);
  const wrong = lines.findIndex((line) => !/^-?\d+(\.0+)?$/.test(line));
  if (wrong >= 0) throw new UnusableTable(`Line ${wrong + 1} of ${file} is no fold number: "${lines[wrong]}".`);
  return Int32Array.from(rowOf, (row) => Number(lines[row]));
}
