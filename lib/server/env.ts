/** The environment, validated once: every variable with its default and meaning (.env.example lists them for people). */
import path from 'node:path';
import { z } from 'zod';

const optional = z.string().trim().min(1).optional().catch(undefined);
const flag = z.enum(['0', '1', 'true', 'false']).transform((v) => v === '1' || v === 'true');
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

const schema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number('PORT must be a number between 1 and 65535').int().min(1).max(65535).default(3000),
  WINLOOP_URL: z.url('WINLOOP_URL must be the address people open, e.g. https://winloop.example.com').optional(),
  WINLOOP_DATA_DIR: z.string().default('.data').transform((dir) => path.resolve(/* turbopackIgnore: true */ process.cwd(), dir)),
  WINLOOP_SAMPLE: flag.optional(),
  WINLOOP_TRUST_PROXY: flag.default(false),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'DATABASE_URL must start with postgres:// or postgresql:// (leave it unset for the embedded database)').optional(),
  NEXTAUTH_SECRET: z.string().min(32, 'NEXTAUTH_SECRET must have at least 32 characters, e.g. from: openssl rand -base64 32').optional(),
  WINLOOP_ENCRYPTION_KEY: z.string().regex(/^[0-9a-f]{64}$/i, 'WINLOOP_ENCRYPTION_KEY must be 64 hexadecimal characters, e.g. from: openssl rand -hex 32').optional(),
  ANTHROPIC_API_KEY: optional, ANTHROPIC_BASE_URL: optional, ANTHROPIC_MODEL: optional,
  OPENAI_API_KEY: optional, OPENAI_BASE_URL: optional, OPENAI_MODEL: optional,
  INNGEST_BASE_URL: optional, INNGEST_DEV: optional, INNGEST_EVENT_KEY: optional, INNGEST_SIGNING_KEY: optional,
  WINLOOP_S3_ENDPOINT: z.url({ protocol: /^https?$/, error: 'WINLOOP_S3_ENDPOINT must be an address, e.g. https://s3.eu-central-1.amazonaws.com' }).optional(),
  WINLOOP_S3_BUCKET: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'WINLOOP_S3_BUCKET must be the name of a bucket: 3 to 63 small letters, digits, dots and hyphens').optional(),
  WINLOOP_S3_REGION: z.string().trim().min(1).default('us-east-1'),
  WINLOOP_S3_ACCESS_KEY_ID: optional, WINLOOP_S3_SECRET_ACCESS_KEY: optional,
  WINLOOP_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export type Env = z.infer<typeof schema> & {
  /** Only this machine reaches it: the host is loopback, and so is the address people open (else a proxy brings others). Only then may sample sign-ins and generated secrets exist. */
  isLocal: boolean;
  /** The address people open. */
  url: string;
  sample: boolean;
  /** Where files are kept that people fetch; null: in the data folder. */
  s3: { endpoint: string; bucket: string; region: string; accessKeyId: string; secretAccessKey: string } | null;
};

/** All of it or nothing: `problems` gets a sentence where a part is missing. */
function s3Of(values: z.infer<typeof schema>, problems: string[]): Env['s3'] {
  const { WINLOOP_S3_ENDPOINT: endpoint, WINLOOP_S3_BUCKET: bucket, WINLOOP_S3_REGION: region, WINLOOP_S3_ACCESS_KEY_ID: accessKeyId, WINLOOP_S3_SECRET_ACCESS_KEY: secretAccessKey } = values;
  if (endpoint && bucket && accessKeyId && secretAccessKey) {
    const { protocol, hostname } = new URL(endpoint);
    if (protocol !== 'https:' && !LOOPBACK.has(hostname.replace(/^\[|\]$/g, ''))) problems.push('WINLOOP_S3_ENDPOINT must be https:// (http:// only on this machine)');
    return { endpoint, bucket, region, accessKeyId, secretAccessKey };
  }
  const parts = { WINLOOP_S3_ENDPOINT: endpoint, WINLOOP_S3_BUCKET: bucket, WINLOOP_S3_ACCESS_KEY_ID: accessKeyId, WINLOOP_S3_SECRET_ACCESS_KEY: secretAccessKey };
  const missing = Object.entries(parts).filter(([, value]) => !value).map(([name]) => name);
  if (missing.length < Object.keys(parts).length) problems.push(`Files are to be kept in a bucket, but ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not set`);
  return null;
}

export class BadEnvironment extends Error {
  constructor(problems: string[]) {
    super(`The environment is not right:\n${problems.map((p) => `  - ${p}`).join('\n')}\nSee .env.example for every variable.`);
    this.name = 'BadEnvironment';
  }
}

/** Parses and checks `source`. Throws BadEnvironment with one sentence a problem. */
export function readEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    throw new BadEnvironment(parsed.error.issues.map((issue) => {
      const name = issue.path.join('.');
      return issue.message.startsWith(name) ? issue.message : `${name}: ${issue.message}`;
    }));
  }
  const values = parsed.data;
  const opened = values.WINLOOP_URL ? new URL(values.WINLOOP_URL) : null;
  const published = opened !== null && !LOOPBACK.has(opened.hostname.replace(/^\[|\]$/g, ''));
  const isLocal = LOOPBACK.has(values.HOST) && !published;
  const reached = LOOPBACK.has(values.HOST) ? `WINLOOP_URL=${values.WINLOOP_URL}` : `HOST=${values.HOST}`;
  const sample = values.WINLOOP_SAMPLE ?? (isLocal && !values.DATABASE_URL);
  const problems: string[] = [];
  if (!isLocal) {
    if (sample) problems.push(`${reached} is reachable by others, so the sample workspace and its known passwords cannot be there: unset WINLOOP_SAMPLE, or let only this machine reach it`);
    if (!values.NEXTAUTH_SECRET) problems.push(`${reached} needs NEXTAUTH_SECRET (at least 32 characters, e.g. from: openssl rand -base64 32)`);
    if (!values.WINLOOP_ENCRYPTION_KEY) problems.push(`${reached} needs WINLOOP_ENCRYPTION_KEY (e.g. from: openssl rand -hex 32)`);
    if (!values.INNGEST_SIGNING_KEY) problems.push(`${reached} needs INNGEST_SIGNING_KEY (signkey-prod- and 64 hexadecimal characters)`);
  }
  if (published && opened.protocol !== 'https:') {
    problems.push('WINLOOP_URL must be https:// (http:// only on this machine)');
  }
  const s3 = s3Of(values, problems);
  if (problems.length > 0) throw new BadEnvironment(problems);
  return { ...values, isLocal, sample, s3, url: values.WINLOOP_URL ?? `http://${values.HOST === '127.0.0.1' ? 'localhost' : values.HOST}:${values.PORT}` };
}

const holder = globalThis as typeof globalThis & { winloopEnv?: Env };
export const env = (): Env => (holder.winloopEnv ??= readEnv(process.env));
