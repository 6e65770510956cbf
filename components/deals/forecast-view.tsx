import { CalendarRange } from 'lucide-react';
import { LinkButton } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { formatMoney, type ReadingHabits } from '@/components/ui/format';
import { Stat, StatList } from '@/components/ui/stat';
import { ForecastMonths } from '@/components/charts/forecast-months';
import { hrefWith, type UrlParams } from '@/components/ui/url-state';
import type { Forecast } from '@/lib/deals/read-forecast';
import { countOf } from './deal-words';
import { ForecastTable } from './forecast-table';
import { bucketWords, findingOf, sinceWeekAgo } from './forecast-words';

export interface ForecastViewProps {
  forecast: Forecast;
  path: string;
  params: UrlParams;
  habits: ReadingHabits;
}

/** What open deals are expected to bring, by the month that they are expected to close in. */
export function ForecastView({ forecast, path, params, habits }: ForecastViewProps) {
  const { rows, total, won, currency } = forecast;
  const money = (minor: number) => formatMoney(minor, currency, habits, true);
  const [overdue, month] = [rows[0]!, rows[1]!];
  if (total.count === 0) {
    return (
      <Card>
        <EmptyState icon={<CalendarRange />} title="Nothing to forecast" action={<LinkButton href={hrefWith(path, {}, { view: 'forecast' })}>Clear filters</LinkButton>}>
          A forecast adds up open deals by the month that they are expected to close in, each by its chance to be won. No open deal matches these filters.
        </EmptyState>
      </Card>
    );
  }
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Card>
        <StatList>
          <Stat label={`Expected in ${bucketWords(month.bucket)}`} value={money(month.expected)} interval={`${money(month.low)} to ${money(month.high)}`} sample={countOf(month.count, 'open deal')} compared={sinceWeekAgo(month, money)} />
          <Stat label={`Won so far in ${bucketWords(month.bucket)}`} value={money(won.minor)} sample={countOf(won.count, 'deal')} compared={won.unconverted > 0 ? `${countOf(won.unconverted, 'deal')} without a rate left out` : undefined} />
          <Stat label="Overdue" value={money(overdue.minor)} sample={countOf(overdue.count, 'open deal')} compared={overdue.count > 0 ? `expected ${money(overdue.expected)}, once their dates are set again` : 'every date lies ahead'} />
          <Stat label="Whole pipeline" value={money(total.expected)} interval={`${money(total.low)} to ${money(total.high)}`} sample={countOf(total.count, 'open deal')} compared={sinceWeekAgo(total, money) ?? `of ${money(total.minor)} if all were won`} />
        </StatList>
      </Card>
      <Card>
        <ForecastMonths
          title={findingOf(forecast, money)} habits={habits}
          line="Sum of amount times chance to win. The bar around it holds 95 of 100 outcomes if dates hold, chances are right and deals are won independently of each other; a bad quarter for all of them is not in it."
          model={{ currency, rows: rows.map((row) => ({ ...row, label: bucketWords(row.bucket) })) }}
        />
      </Card>
      <ForecastTable forecast={forecast} path={path} params={params} habits={habits} />
    </div>
  );
}
