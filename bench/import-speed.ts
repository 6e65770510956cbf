/** 100,000 deals from a CSV file: how long, and how much memory above idle. Their embedding follows in the background. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { createRng, randomInt } from '@/lib/stats/rng';
import { DATABASES, notMeasurable, type DatabaseKind } from './database';
import { atMost, skipped, type Result } from './result';

const ROWS = 100_000;
const SECONDS = 60;
const MEGABYTES = 400;
const root = path.resolve(import.meta.dirname, '..');
const measured = z.object({ seconds: z.number(), megabytes: z.number(), created: z.literal(ROWS) });

const name = (what: string, kind: DatabaseKind): string => `${what} 100,000 deals from CSV, ${kind}`;

export async function* importSpeed(): AsyncGenerator<Result> {
  const folder = await mkdtemp(path.join(tmpdir(), 'winloop-bench-'));
  const file = path.join(folder, 'deals.csv');
  try {
    await writeFile(file, csv());
    for (const kind of DATABASES) {
      const why = notMeasurable(kind);
      if (why) {
        yield skipped(name('import', kind), 's', SECONDS, why);
        yield skipped(name('memory above idle, importing', kind), 'MB', MEGABYTES, why);
        continue;
      }
      const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', path.join(root, 'bench/import-child.ts'), kind, file], { cwd: root, maxBuffer: 2 ** 24 });
      const { seconds, megabytes } = measured.parse(JSON.parse(stdout));
      yield atMost(name('import', kind), seconds, 's', SECONDS);
      yield atMost(name('memory above idle, importing', kind), megabytes, 'MB', MEGABYTES);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The columns of a CRM's export: 2,000 accounts, 40 products, a third of the deals still open. */
function csv(): string {
  const rng = createRng('import');
  const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
  const lines = ['Deal ID,Deal name,Account,Product,Stage,Amount,Created date,Close date,Lead source'];
  for (let i = 0; i < ROWS; i++) {
    const opened = Date.UTC(2023, 0, 1) + randomInt(rng, 900) * 86_400_000;
    const stage = (['Engaging', 'Won', 'Lost'] as const)[randomInt(rng, 3)]!;
    const account = `Account ${randomInt(rng, 2_000)}`;
    lines.push([`D-${i}`, `"${account}: renewal, ${i}"`, account, `Product ${randomInt(rng, 40)}`, stage, (100 + rng() * 90_000).toFixed(2), day(opened), stage === 'Engaging' ? '' : day(opened + (1 + randomInt(rng, 200)) * 86_400_000), ['Website', 'Referral', 'Event'][randomInt(rng, 3)]!].join(','));
  }
  return `${lines.join('\n')}\n`;
}
