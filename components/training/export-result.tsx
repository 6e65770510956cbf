import { Download } from 'lucide-react';
import { buttonClass } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { DateText } from '@/components/ui/date-text';
import { formatNumber, type ReadingHabits } from '@/components/ui/format';
import { Notice } from '@/components/ui/notice';
import { Row, RowList } from '@/components/ui/row-list';
import { Stat, StatList } from '@/components/ui/stat';
import type { ExportManifest, ExportState } from '@/lib/training/schema';
import { sizeWords } from './export-words';

/** What came of an export: problems, files to fetch, and its manifest in words. */
export function ExportResult({ workspace, state, now, habits }: { workspace: string; state: ExportState; now: string; habits: ReadingHabits }) {
  const { manifest, error, status } = state;
  if (!manifest) {
    return status === 'failed' ? <Notice tone="risk" title="The export failed">{error}</Notice> : <Notice tone="neutral" title="The export was cancelled">What was written of it is removed.</Notice>;
  }
  return (
    <>
      {manifest.problems.map(({ level, text }) => <Notice key={text} tone={level === 'error' ? 'caution' : 'neutral'} title={text}>{level === 'error' && 'The files are whole; whoever takes them would refuse them as they are.'}</Notice>)}
      <Files workspace={workspace} state={state} manifest={manifest} now={now} habits={habits} />
      <Manifest manifest={manifest} habits={habits} />
    </>
  );
}

type Part = { manifest: ExportManifest; habits: ReadingHabits };

function Files({ workspace, state, manifest, now, habits }: Part & { workspace: string; state: ExportState; now: string }) {
  const over = state.expiresAt !== null && state.expiresAt <= now;
  const line = over ? 'They were removed after a week. Make the export again.' : state.mayDownload ? <>Kept until <DateText iso={state.expiresAt!} look="minute" habits={habits} />. Each download is in the audit log.</> : `Only ${state.actorName}, who asked for it, or an admin may download them.`;
  const fetch = (name: string) => state.mayDownload && (
    <a href={`/api/v1/training/exports/${state.id}/files/${name}?workspace=${workspace}`} download aria-label={`Download ${name}`} className={buttonClass({ variant: 'outline', size: 'sm' })}>
      <Download aria-hidden />
      Download
    </a>
  );
  return (
    <Card flush title="Files" line={line}>
      <RowList label="Files">
        {manifest.files.map((file) => (
          <Row key={file.name} title={file.name} aside={fetch(file.name)}>
            <p className="text-xs text-muted">{formatNumber(file.lines, habits)} lines of {formatNumber(file.deals, habits)} deals, {sizeWords(file.bytes)}, about {formatNumber(file.tokens, habits)} tokens, {formatNumber(file.longest, habits)} in the longest line</p>
            <p className="text-xs text-muted wrap-anywhere">SHA-256 {file.sha256}</p>
          </Row>
        ))}
        <Row title="manifest.json" aside={fetch('manifest.json')}><p className="text-xs text-muted">Counts, hashes, choices, redaction and cost</p></Row>
      </RowList>
    </Card>
  );
}

function Manifest({ manifest: { counts, redaction, cost, tokens, files }, habits }: Part) {
  const n = (value: number) => formatNumber(value, habits);
  const listed = (record: Readonly<Record<string, number>>) => Object.entries(record).map(([name, value]) => `${name}: ${n(value)}`).join(', ') || 'none';
  const found = Object.entries(redaction.found).filter(([, value]) => value > 0);
  return (
    <Card title="Manifest" line={`Tokens by a rule: ${tokens.rule}.`}>
      <StatList>
        <Stat label="Examples" value={n(counts.examples)} sample={`${n(counts.deals)} deals`} compared={counts.left > 0 ? `${n(counts.left)} left out` : undefined} />
        <Stat label="Tokens" value={n(tokens.total)} sample={`${files.length} ${files.length === 1 ? 'file' : 'files'}`} />
        <Stat label="Training would cost" value={cost.usd === null ? '–' : cost.usd.toFixed(2)} unit={cost.usd === null ? undefined : 'USD'} sample={cost.model} compared={cost.note} />
        <Stat label="Redacted" value={redaction.on ? n(found.reduce((sum, [, value]) => sum + value, 0)) : 'nothing'} unit={redaction.on ? 'places' : undefined} sample={redaction.on ? `${n(Object.keys(redaction.placeholders).length)} names` : 'as asked for'} compared={redaction.on ? found.map(([kind, value]) => `${kind}: ${n(value)}`).join(', ') : undefined} />
      </StatList>
      <dl className="grid gap-x-6 gap-y-1 pt-2 text-dense sm:grid-cols-[max-content_1fr]">
        {([['Labels', counts.labels], ['Types', counts.types], ['Prompt versions', counts.promptVersions], ['Models', counts.models]] as const).map(([name, record]) => (
          <div key={name} className="contents"><dt className="text-muted">{name}</dt><dd className="wrap-anywhere">{listed(record)}</dd></div>
        ))}
      </dl>
    </Card>
  );
}
