import { ChevronDown } from 'lucide-react';
import { FilterChips, type FilterChip } from '@/components/ui/filter-chips';
import { Menu, type MenuGroup } from '@/components/ui/menu';
import { hrefWith, type UrlParams } from '@/components/ui/url-state';
import { PERIODS, type LearningMetrics, type LearningQuery } from '@/lib/learning/schema';

const pill =
  'flex h-7 shrink-0 items-center gap-1 rounded-box border border-dashed border-hairline-strong px-2 text-xs text-muted hover:border-solid hover:bg-surface hover:text-foreground whitespace-nowrap pointer-coarse:h-9 pointer-coarse:min-h-9 [&_svg]:size-3.5';

const PERIOD_WORDS: Record<(typeof PERIODS)[number], string> = { '30': 'Last 30 days', '90': 'Last 90 days', '365': 'Last 365 days', all: 'All time' };
export const TYPE_WORDS = { risk: 'Risks', opportunity: 'Opportunities', next_action: 'Next actions', forecast: 'Forecasts' } as const;
export const PROVIDER_WORDS: Record<string, string> = { builtin: 'Built-in analyst', anthropic: 'Claude', openai: 'GPT' };

interface Props {
  query: LearningQuery;
  choices: LearningMetrics['choices'];
  path: string;
  params: UrlParams;
}

/** The filters of the address as chips, and the ways to add one: links, so that each state has an address. */
export function LearningFilters({ query, choices, path, params }: Props) {
  const link = (changes: Record<string, string | null>) => hrefWith(path, params, changes);
  const ownDays = query.from !== undefined || query.to !== undefined;
  const chips: FilterChip[] = [];
  const add = (key: string, label: string, value: string, gone: Record<string, null> = { [key]: null }) => chips.push({ key, label, value, removeHref: link(gone) });
  if (ownDays) add('days', 'Days', `${query.from ?? '…'} to ${query.to ?? 'today'}`, { from: null, to: null });
  if (query.type) add('type', 'Type', TYPE_WORDS[query.type]);
  if (query.provider) add('provider', 'Written by', PROVIDER_WORDS[query.provider] ?? query.provider);
  if (query.prompt) add('prompt', 'Prompt', `version ${query.prompt}`);
  if (query.model) add('model', 'Win model', query.model);

  const periods: MenuGroup[] = [{ key: 'period', entries: PERIODS.map((key) => ({ key, label: PERIOD_WORDS[key], checked: !ownDays && query.period === key, href: link({ period: key === '90' ? null : key, from: null, to: null }) })) }];
  const menu = (name: 'type' | 'provider' | 'prompt' | 'model', label: string, values: readonly { key: string; label: string }[]) =>
    !query[name] && values.length > 1 && (
      <Menu size="sm" variant="ghost" className={pill} label={`Filter by ${label.toLowerCase()}`} groups={[{ key: name, entries: values.map((v) => ({ ...v, href: link({ [name]: v.key }) })) }]} trigger={<>{label} <ChevronDown aria-hidden /></>} />
    );
  return (
    <div className="flex flex-wrap items-center gap-2 pb-3">
      <Menu size="sm" variant="ghost" className={pill} label="Period" groups={periods} trigger={<>{ownDays ? 'Period' : PERIOD_WORDS[query.period]} <ChevronDown aria-hidden /></>} />
      <FilterChips filters={chips} clearHref={path}>
        {menu('type', 'Type', choices.types.map((key) => ({ key, label: TYPE_WORDS[key] })))}
        {menu('provider', 'Written by', choices.providers.map((key) => ({ key, label: PROVIDER_WORDS[key] ?? key })))}
        {menu('prompt', 'Prompt', choices.prompts.map((key) => ({ key, label: `Version ${key}` })))}
        {menu('model', 'Win model', choices.models.map((key) => ({ key, label: key })))}
      </FilterChips>
    </div>
  );
}
