import { Tabs } from '@/components/ui/tabs';

/** The two sides of background work: the runs, and the events that make them. */
export function JobTabs({ path, current }: { path: string; current: 'runs' | 'events' }) {
  return (
    <div className="min-w-0 flex-1 max-sm:basis-full">
      <Tabs label="Jobs" current={current} tabs={[{ key: 'runs', label: 'Runs', href: path }, { key: 'events', label: 'Events', href: `${path}/events` }]} />
    </div>
  );
}
