/** A file from a request: the body itself, or the part `file` of a form, with the choices that come beside it. */
import { AppError, invalid } from '@/lib/server/errors';
import { mustBeText } from '@/lib/server/guard';
import { chosenOptions, mapping, type ImportOptions, type Mapping } from './schema';

export type Upload = { file: AsyncIterable<Uint8Array>; filename: string; mapping?: Mapping; options?: Partial<ImportOptions> };

const LARGEST_FORM = 64 * 1024 * 1024;

/** A form is read into memory whole, so it has an end, whatever its length claims to be. */
async function formOf(request: Request): Promise<FormData> {
  let size = 0;
  const counted = request.body?.pipeThrough(new TransformStream<Uint8Array, Uint8Array>({
    transform: (part, controller) => ((size += part.byteLength) > LARGEST_FORM ? controller.error(new Error('too large')) : controller.enqueue(part)),
  }));
  try {
    return await new Response(counted, { headers: { 'content-type': request.headers.get('content-type') ?? '' } }).formData();
  } catch {
    throw size > LARGEST_FORM ? new AppError('too_large', 'A form may have 64 MB. Send a larger file as the body itself (text/csv).') : invalid('The form could not be read. Send the file as the part "file".');
  }
}

const bytesOf = (stream: ReadableStream<Uint8Array> | null): AsyncIterable<Uint8Array> => (stream ?? new ReadableStream({ start: (c) => c.close() })) as unknown as AsyncIterable<Uint8Array>;

function json(text: FormDataEntryValue | string | null, name: string): unknown {
  if (typeof text !== 'string' || text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(`${name} is not valid JSON. Send for example {"Deal name": "name", "Value": "amount"}.`);
  }
}

function choices(rawMapping: unknown, rawOptions: unknown): Pick<Upload, 'mapping' | 'options'> {
  const parsed = mapping.safeParse(rawMapping ?? {});
  if (!parsed.success) throw invalid('mapping: give a JSON object of column to field (or null to leave the column out).');
  const options = chosenOptions.safeParse(rawOptions ?? {});
  if (!options.success) throw invalid(`options: ${options.error.issues[0]?.path.join('.') ?? ''} ${options.error.issues[0]?.message ?? ''}`);
  return { mapping: parsed.data, options: options.data };
}

/** The name and the choices go into the database as they are: they must be text. */
function checked(upload: Upload): Upload {
  const { file: _file, ...said } = upload;
  mustBeText(said);
  return upload;
}

/** A raw body streams in constant memory; a form is held in memory by the platform, so large files are better sent as text/csv. */
export async function readUpload(request: Request): Promise<Upload> {
  const url = new URL(request.url).searchParams;
  if (!(request.headers.get('content-type') ?? '').startsWith('multipart/form-data')) {
    return checked({ file: bytesOf(request.body), filename: url.get('filename') ?? 'upload.csv', ...choices(json(url.get('mapping'), 'mapping'), json(url.get('options'), 'options')) });
  }
  const form = await formOf(request);
  const file = form.get('file');
  if (!(file instanceof Blob)) throw invalid('The form has no part "file".');
  return checked({ file: bytesOf(file.stream()), filename: file instanceof File ? file.name : 'upload.csv', ...choices(json(form.get('mapping'), 'mapping'), json(form.get('options'), 'options')) });
}
