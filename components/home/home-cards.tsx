import Link from 'next/link';
import { CloseDate } from '@/components/deals/close-date';
import { WeekChange } from '@/components/deals/week-change';
import { TYPE_TONES, TYPE_WORDS } from '@/components/insights/insight-words';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { RelativeTime } from '@/components/ui/date-text';
import { formatPercent } from '@/components/ui/format';
import { Row, RowList } from '@/components/ui/row-list';
import type { Home } from '@/lib/home/report';
import { HomeDealRow, type Reader } from './home-deal';
import { closedLine, closingLine, failuresLine, insightsLine, movedLine } from './home-words';

/* Each part of Home is a sentence and a few rows; a part that nothing feeds is not there. */

type Part = { home: Home; reader: Reader };

export function MovedCard({ home, reader }: Part) {
  if (home.moved.rows.length === 0) return null;
  return (
    <Card title="Chances that moved" line={movedLine(home.moved, reader.habits)} flush>
      <RowList label="Deals whose chance moved most">
        {home.moved.rows.map((deal) => (
          <HomeDealRow
            key={deal.id} deal={deal} reader={reader}
            aside={
              <span className="flex flex-col items-end">
                <WeekChange now={deal.now} before={deal.before} />
                <span className="text-xs text-muted">{formatPercent(deal.before, reader.habits)} → {formatPercent(deal.now, reader.habits)}</span>
              </span>
            }
          >
            <p className="wrap-anywhere">because: {deal.cause}</p>
          </HomeDealRow>
        ))}
      </RowList>
    </Card>
  );
}

export function ClosingCard({ home, reader }: Part) {
  if (home.closing.rows.length === 0) return null;
  return (
    <Card
      title="Due to close" line={closingLine(home.closing, home.currency, reader.habits)} flush
    >
      <RowList label="Deals that are due or overdue">
        {home.closing.rows.map((deal) => (
          <HomeDealRow key={deal.id} deal={deal} reader={reader} aside={<span className="*:items-end"><CloseDate deal={{ ...deal, closedAt: null }} now={reader.now} habits={reader.habits} /></span>} />
        ))}
      </RowList>
      {home.closing.overdue + home.closing.due > home.closing.rows.length && (
        <p className="border-t border-hairline px-4 py-2 text-xs">
          <Link href={`/w/${reader.workspace}/deals?dir=asc&sort=close`} className="link">All open deals by close date</Link>
        </p>
      )}
    </Card>
  );
}

export function InsightsCard({ home, reader }: Part) {
  const { waiting, answered, rows } = home.insights;
  if (waiting === 0 && answered.now + answered.before === 0) return null;
  return (
    <Card title="Advice without an answer" line={insightsLine(home.insights, reader.habits)} flush={rows.length > 0}>
      {rows.length > 0 && (
        <RowList label="Insights without an answer">
          {rows.map((insight) => (
            <Row
              key={insight.id} href={`/w/${reader.workspace}/deals/${insight.dealId}?insight=${insight.id}`} title={insight.title}
              aside={<Badge tone={TYPE_TONES[insight.type]} plain>{TYPE_WORDS[insight.type]}</Badge>}
            >
              <p className="text-xs text-muted">
                {insight.deal} · <RelativeTime iso={insight.createdAt} now={reader.now} habits={reader.habits} />
              </p>
            </Row>
          ))}
        </RowList>
      )}
    </Card>
  );
}

export function ClosedCard({ home, reader }: Part) {
  if (home.closed.rows.length === 0) return null;
  return (
    <Card title="Won and lost" line={closedLine(home.closed, home.currency, reader.habits)} flush>
      <RowList label="Deals closed in the last 14 days">
        {home.closed.rows.map((deal) => (
          <HomeDealRow
            key={deal.id} deal={{ ...deal, stage: null }} reader={reader}
            aside={
              <span className="flex flex-col items-end">
                <Badge tone={deal.status === 'won' ? 'opportunity' : 'risk'} plain>{deal.status === 'won' ? 'Won' : 'Lost'}</Badge>
                <span className="text-xs text-muted"><RelativeTime iso={deal.closedAt} now={reader.now} habits={reader.habits} /></span>
              </span>
            }
          >
            <p className="wrap-anywhere">
              {deal.reason ?? 'no reason given'}
              {deal.probability !== null && <span className="text-muted">; we gave it {formatPercent(deal.probability, reader.habits)}</span>}
            </p>
          </HomeDealRow>
        ))}
      </RowList>
    </Card>
  );
}

export function FailuresCard({ home, reader }: Part) {
  const line = failuresLine(home.failures, reader.habits);
  if (!line || !home.failures) return null;
  return (
    <Card title="Failed" line={line} flush>
      <RowList label="Imports and jobs that failed">
        {home.failures.rows.map((failure) => (
          <Row
            key={failure.id} href={`/w/${reader.workspace}/${failure.kind === 'import' ? 'import' : 'jobs'}/${failure.id}`} title={failure.name}
            aside={<span className="text-xs text-muted">{failure.kind}, <RelativeTime iso={failure.at} now={reader.now} habits={reader.habits} /></span>}
          >
            <p className="text-risk wrap-anywhere">{failure.error ?? 'It left no reason.'}</p>
          </Row>
        ))}
      </RowList>
    </Card>
  );
}
