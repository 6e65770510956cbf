/** A file of an export goes to the person who asked for it. Audited each time. */
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { forbidden, notFound } from '@/lib/server/errors';
import { files } from '@/lib/server/files/files';
import type { Scope } from '@/lib/server/scope';
import { bytesOf, exportFolder, MANIFEST, partsOf, type FILE_NAMES } from './export-files';
import { findExport } from './export-store';
import { isKept, mayFetch } from './get-export';
import type { ExportManifest, Split } from './schema';

export type ExportFile = { fileName: string; type: string; bytes: number | null; stream: AsyncIterable<Uint8Array> };

/** Throws not_found when it is not there (any more), forbidden for whom it was not made. */
export async function downloadExport(scope: Scope, exportId: string, name: (typeof FILE_NAMES)[number], now: Date): Promise<ExportFile> {
  const { version, format, manifest, total } = await transaction(scope, async () => {
    const found = await findExport(scope, exportId);
    if (!found) throw notFound('export');
    if (!mayFetch(scope, found)) throw forbidden('Only whoever asked for this export, or an admin, may download it.');
    if (!isKept(found, now)) throw notFound('file of this export: it is not ready, or was removed');
    await audit(scope, { action: 'training.export_download', entityId: exportId, after: { version: found.version, file: name } });
    return found;
  });
  const fileName = `winloop-training-v${version}-${format}-${name}`;
  if (name === MANIFEST) {
    const stream = await files().read(`${exportFolder(scope, exportId)}/${MANIFEST}`);
    if (!stream) throw notFound('file');
    return { fileName, type: 'application/json', bytes: null, stream };
  }
  const file = (manifest as unknown as ExportManifest).files.find((f) => f.name === name);
  if (!file) throw notFound('file');
  const split: Split = file.split;
  return { fileName, type: 'application/jsonl', bytes: file.bytes, stream: bytesOf(files(), scope, exportId, split, partsOf(total)) };
}
