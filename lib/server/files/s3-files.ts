/**
 * The file store in a bucket of anything that speaks S3 (path style, signature version 4). Only PUT, GET, DELETE and ListObjectsV2 are
 * used. An object is there whole or not at all, which is what the product needs.
 */
import { createHash } from 'node:crypto';
import { AwsClient } from 'aws4fetch';
import { mustBeKey, type FileStore } from './contract';

export type S3Settings = { endpoint: string; bucket: string; region: string; accessKeyId: string; secretAccessKey: string };

/** Says what was asked and the status; never what the service answered, which may carry keys. */
class StorageFailed extends Error {
  constructor(what: string, status: number) {
    super(`The file storage answered ${status} when it was asked to ${what}.`);
    this.name = 'StorageFailed';
  }
}

const XML = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" } as const;
const unescape = (text: string): string => text.replace(/&(amp|lt|gt|quot|apos);/g, (_all, name: keyof typeof XML) => XML[name]);
const tags = (xml: string, tag: string): string[] => [...xml.matchAll(new RegExp(`<${tag}>([^<]*)</${tag}>`, 'g'))].map((m) => unescape(m[1] as string));

export function s3Files({ endpoint, bucket, region, accessKeyId, secretAccessKey }: S3Settings): FileStore {
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 3 });
  const base = `${endpoint.replace(/\/+$/, '')}/${encodeURIComponent(bucket)}`;
  const at = (key: string): string => `${base}/${mustBeKey(key)}`;

  async function* keys(prefix: string): AsyncGenerator<string> {
    for (let token: string | null = null, more = true; more;) {
      const query = new URLSearchParams({ 'list-type': '2', prefix: `${mustBeKey(prefix)}/`, ...(token ? { 'continuation-token': token } : {}) });
      const response = await client.fetch(`${base}?${query.toString()}`);
      if (!response.ok) throw new StorageFailed('list files', response.status);
      const xml = await response.text();
      yield* tags(xml, 'Key');
      token = tags(xml, 'NextContinuationToken')[0] ?? null;
      more = token !== null;
    }
  }
  const list = async (prefix: string): Promise<string[]> => {
    const found: string[] = [];
    for await (const key of keys(prefix)) found.push(key);
    return found.sort();
  };
  return {
    list,
    async write(key, bytes) {
      const response = await client.fetch(at(key), { method: 'PUT', body: new Uint8Array(bytes), headers: { 'x-amz-content-sha256': createHash('sha256').update(bytes).digest('hex'), 'content-type': 'application/octet-stream' } });
      await response.arrayBuffer();
      if (!response.ok) throw new StorageFailed('keep a file', response.status);
    },
    async read(key) {
      const response = await client.fetch(at(key));
      if (response.status === 404) return null;
      if (!response.ok || !response.body) throw new StorageFailed('give a file', response.status);
      return response.body as unknown as AsyncIterable<Uint8Array>;
    },
    async remove(prefix) {
      const found = await list(prefix);
      for (const key of found) {
        const response = await client.fetch(at(key), { method: 'DELETE' });
        await response.arrayBuffer();
        if (!response.ok && response.status !== 404) throw new StorageFailed('remove a file', response.status);
      }
      return found.length;
    },
  };
}
