import Link from 'next/link';
import { DayBars } from '@/components/charts/day-bars';
import { DotIntervals, type DotInterval } from '@/components/charts/dot-intervals';
import { Card } from '@/components/ui/card';
import { formatNumber, formatPercent, type ReadingHabits } from '@/components/ui/format';
import { Notice } from '@/components/ui/notice';
import { Stat, StatList } from '@/components/ui/stat';
import type { Causal, LearningMetrics, Measure } from '@/lib/learning/schema';
import { ACTION_WORDS, actionsTitle, bare, change, count, peopleTitle, range, revenueWords, statOf } from './learning-words';

interface Props {
  metrics: LearningMetrics;
  habits: ReadingHabits;
}

const percent = (share: number | null) => (share === null ? null : Math.round(share * 1000) / 10);
const SHARES = [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, text: `${at * 100}%` }));

function dot(name: string, measure: Measure, series: 1 | 2, habits: ReadingHabits): DotInterval[] {
  const { value, low, high, n } = measure;
  return value === null || low === null || high === null ? [] : [{ name: `${name}: ${formatPercent(value, habits)} of ${formatNumber(n, habits)} won (${range(low, high, 'share', habits)})`, value, low, high, series }];
}

/** Which action worked, as far as looking can tell. */
export function ActionsCard({ metrics: { actions }, habits }: Props) {
  return (
    <Card>
      <DotIntervals
        level={2}
        model={{
          title: actionsTitle(actions, habits),
          line: 'Closed deals in which an action was taken on advice, against those in which it was suggested and not taken. An observation, not a cause: people act on the deals they believe in.',
          domain: [0, 1], marks: SHARES, empty: 'Once deals close on which somebody was shown what to do, each kind of action stands here with how those deals ended.', legend: ['done on advice', 'suggested, not done'], fileName: 'actions',
          rows: actions.map((a) => ({
            key: a.action, label: ACTION_WORDS[a.action], dots: [...dot('Done', a.taken, 1, habits), ...dot('Not done', a.notTaken, 2, habits)],
            words: a.difference === null || a.low === null || a.high === null
              ? `Done in ${count(a.taken.n, 'closed deal', habits)}, not in ${formatNumber(a.notTaken.n, habits)}: it takes 10 on each side to compare.`
              : `${change(a.difference, 'share', habits)} won (${bare(a.low, 'share', habits)} to ${bare(a.high, 'share', habits)}); ${formatNumber(a.taken.n, habits)} deals against ${formatNumber(a.notTaken.n, habits)}${(a.falseDiscovery ?? 1) < 0.05 ? '' : '; may be chance'}.`,
          })),
          table: {
            head: ['Action', 'Insights acted on', 'Done: deals', 'Done: won, %', 'Low, %', 'High, %', 'Not done: deals', 'Not done: won, %', 'Low not done, %', 'High not done, %', 'Difference, points', 'Difference low', 'Difference high', 'False discovery rate'],
            rows: actions.map((a) => [ACTION_WORDS[a.action], a.insights, a.taken.n, percent(a.taken.value), percent(a.taken.low), percent(a.taken.high), a.notTaken.n, percent(a.notTaken.value), percent(a.notTaken.low), percent(a.notTaken.high), percent(a.difference), percent(a.low), percent(a.high), a.falseDiscovery === null ? null : Math.round(a.falseDiscovery * 1000) / 1000]),
          },
        }}
      />
    </Card>
  );
}

/** What the advice changed: the held-out comparison beside the naive one, or why there is none and how to get one. */
export function EffectCard({ metrics: { causal: c }, habits, settingsHref }: Props & { settingsHref: string | null }) {
  const days = (value: number) => {
    const text = formatNumber(Math.abs(value), habits, 1);
    return `${text} ${text === '1' ? 'day' : 'days'}`;
  };
  const signedDays = (value: number, minus: string, plus: string) => (days(value) === '0 days' ? 'no change' : `${value < 0 ? minus : plus}${days(value)}`);
  const revenue = revenueWords(c.revenue, habits);
  return (
    <Card title="What the advice changed" line={effectLine(c, habits)}>
      {!c.winRate && (
        <Notice tone="neutral" title={c.why ?? ''}>
          {c.share === 0 || c.assigned.heldOut === 0
            ? 'With a share of deals held out (their advice is computed and kept, but hidden), this place shows how much more often shown deals are won and how much sooner they end, with an interval that is fair to both sides. '
            : ''}
          {c.dealsNeeded !== null && `About ${count(c.dealsNeeded, 'more deal', habits)} until the interval is five points to either side. `}
          {settingsHref && c.share === 0 && (
            <Link href={settingsHref} className="link">
              Set the share
            </Link>
          )}
          {!settingsHref && c.share === 0 && 'Operators set the share under Settings, Learning.'}
        </Notice>
      )}
      <StatList>
        {c.winRate && <Stat label={`Effect on the win rate in ${c.horizonDays} days`} value={change(c.winRate.difference, 'share', habits)} interval={`${bare(c.winRate.low, 'share', habits)} to ${bare(c.winRate.high, 'share', habits)}`} sample={arms(c, habits)} compared={`${formatPercent(c.winRate.shown, habits)} shown, ${formatPercent(c.winRate.heldOut, habits)} held out; clustered by ${count(c.winRate.clusters, 'owner', habits)}`} />}
        {c.velocity && <Stat label="Days saved" value={signedDays(-c.velocity.difference, '\u2212', '')} interval={`${bare(-c.velocity.high, 'stars', habits)} to ${bare(-c.velocity.low, 'stars', habits)}`} sample={arms(c, habits)} compared={`open ${days(c.velocity.shown)} shown, ${days(c.velocity.heldOut)} held out, of ${c.horizonDays}`} />}
        <Stat label="Seen by who acted (not an effect)" value={c.naive ? change(c.naive.difference, 'share', habits) : '–'} interval={c.naive ? `${bare(c.naive.low, 'share', habits)} to ${bare(c.naive.high, 'share', habits)}` : undefined} sample={c.naive ? `${formatNumber(c.naive.nActed, habits)} closed deals acted on, ${formatNumber(c.naive.nNotActed, habits)} not` : undefined} compared={c.naive ? `${formatPercent(c.naive.acted, habits)} won against ${formatPercent(c.naive.notActed, habits)}` : 'No closed deals on both sides yet.'} />
        <Stat label="Days to win, by who acted (not an effect)" value={c.naive?.days ? signedDays(c.naive.days.difference, '\u2212', '+') : '–'} interval={c.naive?.days ? `${bare(c.naive.days.low, 'stars', habits)} to ${bare(c.naive.days.high, 'stars', habits)}` : undefined} sample={c.naive?.days ? `${formatNumber(c.naive.days.nActed, habits)} and ${formatNumber(c.naive.days.nNotActed, habits)} won deals` : undefined} compared={c.naive?.days ? `${days(c.naive.days.acted)} acted on, ${days(c.naive.days.notActed)} not, since the first advice` : 'No won deals on both sides yet.'} />
        <Stat label="Revenue through advice" value={revenue.value} interval={revenue.interval} sample={c.revenue.deals > 0 ? `${count(c.revenue.deals, 'won deal', habits)} shown advice` : undefined} compared={revenue.why ?? 'Won value of shown deals times the share that would not have been won unshown'} />
      </StatList>
      {c.explanation && <p className="text-dense">{c.explanation}</p>}
    </Card>
  );
}

const arms = (c: Causal, habits: ReadingHabits) => `${formatNumber(c.winRate?.nShown ?? c.assigned.shown, habits)} shown, ${formatNumber(c.winRate?.nHeldOut ?? c.assigned.heldOut, habits)} held out`;

function effectLine(c: Causal, habits: ReadingHabits): string {
  const share = c.share === 0 ? 'No deal is being held out.' : `${formatPercent(c.share, habits)} of the deals that advice is asked for are held out by lot.`;
  return `${share} Every deal counts as it was drawn, whatever was done with its advice; the filters above do not apply to the effect.`;
}

/** Who uses the advice, who comes back, and how soon people act. */
export function UseCard({ metrics: { use }, habits }: Props) {
  return (
    <Card>
      <DayBars level={2} habits={habits} model={{ title: peopleTitle(use, habits), line: `People who opened, copied or answered advice that day (UTC); ${count(use.members, 'member', habits)} here.`, days: use.days.map(({ day, people }) => ({ day, value: people })), measure: 'People', empty: 'A bar a day, once somebody opens or answers advice.', fileName: 'active-people' }} />
      <StatList>
        <Stat {...statOf(use.daily, { label: 'People a day', look: 'people', of: 'day', groups: null, habits })} />
        <Stat label="People today" value={formatNumber(use.activeToday, habits)} sample={`of ${count(use.members, 'member', habits)}`} compared="Everybody is counted, so there is no interval." />
        <Stat {...statOf(use.retention, { label: 'Back in the next week', of: 'week', groups: 'person', habits })} />
        <Stat {...statOf(use.timeToAction, { label: 'From seeing to acting (median)', look: 'hours', of: 'insight', habits })} />
      </StatList>
    </Card>
  );
}
