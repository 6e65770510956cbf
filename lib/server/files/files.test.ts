/** Both stores do the same: the folder, and a bucket behind a small server that checks each signature as S3 does. */
import { createHash, createHmac } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEnv } from '../env';
import { mustBeKey, readWhole, type FileStore } from './contract';
import { localFiles } from './local-files';
import { s3Files } from './s3-files';

const ACCESS = 'AKIDEXAMPLE', SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const sha = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');

/** docs.aws.amazon.com, "Create a signed AWS API request", computed apart from the client. */
function expectedSignature(method: string, url: URL, headers: Record<string, string>, signed: string[], date: string, region: string): string {
  const encode = (s: string) => encodeURIComponent(s).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const query = [...url.searchParams].map(([k, v]) => `${encode(k)}=${encode(v)}`).sort().join('&');
  const canonical = [method, url.pathname, query, ...signed.map((name) => `${name}:${headers[name]!.trim()}`), '', signed.join(';'), headers['x-amz-content-sha256']].join('\n');
  const credential = `${date.slice(0, 8)}/${region}/s3/aws4_request`;
  const key = ['s3', 'aws4_request'].reduce<Buffer>((k, part) => hmac(k, part), hmac(hmac(`AWS4${SECRET}`, date.slice(0, 8)), region));
  return createHmac('sha256', key).update(['AWS4-HMAC-SHA256', date, credential, sha(canonical)].join('\n')).digest('hex');
}

const bucket = new Map<string, Buffer>();
const refused: string[] = [];
let server: Server, address: string, folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'winloop-files-'));
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts);
      const headers = request.headers as Record<string, string>;
      const url = new URL(request.url!, address);
      const given = /Credential=([^/]+)\/\d{8}\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})/.exec(headers.authorization ?? '');
      const answer = (status: number, text: string | Buffer = '') => void response.writeHead(status).end(text);
      const signed = given?.[3]?.split(';') ?? [];
      const bodyIsRight = ['UNSIGNED-PAYLOAD', sha(body)].includes(headers['x-amz-content-sha256'] ?? '');
      if (!given || given[1] !== ACCESS || !bodyIsRight || expectedSignature(request.method!, url, headers, signed, headers['x-amz-date']!, given[2]!) !== given[4]) {
        refused.push(`${request.method} ${url.pathname}`);
        return answer(403, '<Error><Code>SignatureDoesNotMatch</Code></Error>');
      }
      const key = decodeURIComponent(url.pathname.replace(/^\/kept\/?/, ''));
      if (request.method === 'PUT') { bucket.set(key, body); return answer(200); }
      if (request.method === 'DELETE') { bucket.delete(key); return answer(204); }
      if (url.searchParams.get('list-type') !== '2') return bucket.has(key) ? answer(200, bucket.get(key)!) : answer(404);
      // Two keys a page, so that the client must come again.
      const all = [...bucket.keys()].filter((k) => k.startsWith(url.searchParams.get('prefix')!)).sort();
      const from = Number(url.searchParams.get('continuation-token')?.slice(1) ?? 0);
      const page = all.slice(from, from + 2);
      return answer(200, `<ListBucketResult>${page.map((k) => `<Contents><Key>${k}</Key></Contents>`).join('')}${from + 2 < all.length ? `<NextContinuationToken>t${from + 2}</NextContinuationToken>` : ''}</ListBucketResult>`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

const s3 = (over: Partial<Parameters<typeof s3Files>[0]> = {}): FileStore => s3Files({ endpoint: address, bucket: 'kept', region: 'eu-central-1', accessKeyId: ACCESS, secretAccessKey: SECRET, ...over });

describe.each([['a folder', () => localFiles(folder)], ['a bucket', () => s3()]])('%s', (_name, make) => {
  it('keeps whole files, replaces them, lists and removes them', async () => {
    const store = make();
    const bytes = Buffer.from('{"a":"ä"}\n'.repeat(40_000));
    await store.write('exports/w1/e1/parts/00001.jsonl', Buffer.from('old'));
    await store.write('exports/w1/e1/parts/00001.jsonl', bytes);
    for (const name of ['00002', '00003', '00010']) await store.write(`exports/w1/e1/parts/${name}.jsonl`, Buffer.from(name));
    await store.write('exports/w1/e10/plan.json', Buffer.from('{}'));
    expect((await readWhole(store, 'exports/w1/e1/parts/00001.jsonl'))?.equals(bytes)).toBe(true);
    expect(await store.read('exports/w1/e1/none')).toBeNull();
    expect(await store.list('exports/w1/e1')).toEqual(['00001', '00002', '00003', '00010'].map((n) => `exports/w1/e1/parts/${n}.jsonl`));
    expect(await store.remove('exports/w1/e1')).toBe(4);
    expect(await store.list('exports/w1')).toEqual(['exports/w1/e10/plan.json']);
    expect(await store.remove('exports/w1/e1')).toBe(0);
    expect(await store.remove('exports/w1')).toBe(1);
  });

  it('is not led out of its place', () => {
    for (const key of ['../x', 'a/../b', '/etc/passwd', 'a//b', 'a/.hidden', 'A', '', 'a\\b', 'a b']) expect(() => mustBeKey(key), key).toThrow();
  });
});

it('a bucket refuses who signs with another key, and the error says nothing of what it answered', async () => {
  const wrong = s3({ secretAccessKey: 'another' });
  await expect(wrong.write('exports/x', Buffer.from('x'))).rejects.toThrow('answered 403');
  expect(refused.length).toBeGreaterThan(0);
  expect(bucket.has('exports/x')).toBe(false);
});

it('a folder does not show what a killed process left half written', async () => {
  const store = localFiles(folder);
  await store.write('exports/k/1.jsonl', Buffer.from('whole'));
  await writeFile(path.join(folder, 'exports/k/.half-00'), 'ha');
  expect(await store.list('exports/k')).toEqual(['exports/k/1.jsonl']);
  expect((await readdir(path.join(folder, 'exports/k'))).filter((n) => n.startsWith('.half')).length).toBe(1);
});

describe('the environment', () => {
  const all = { NODE_ENV: 'test', WINLOOP_S3_ENDPOINT: 'https://s3.example.com', WINLOOP_S3_BUCKET: 'winloop', WINLOOP_S3_ACCESS_KEY_ID: 'id', WINLOOP_S3_SECRET_ACCESS_KEY: 'secret' };
  it('names a bucket wholly or not at all', () => {
    expect(readEnv({ NODE_ENV: 'test' }).s3).toBeNull();
    expect(readEnv(all).s3).toMatchObject({ bucket: 'winloop', region: 'us-east-1' });
    expect(() => readEnv({ ...all, WINLOOP_S3_SECRET_ACCESS_KEY: '' })).toThrow('WINLOOP_S3_SECRET_ACCESS_KEY is not set');
    expect(() => readEnv({ ...all, WINLOOP_S3_BUCKET: 'No Bucket' })).toThrow('WINLOOP_S3_BUCKET');
    expect(() => readEnv({ ...all, WINLOOP_S3_ENDPOINT: 'http://s3.example.com' })).toThrow('https://');
    expect(() => readEnv({ ...all, WINLOOP_S3_ENDPOINT: 'ftp://x' })).toThrow('WINLOOP_S3_ENDPOINT');
  });
});
