import { Tabs } from '@/components/ui/tabs';

/** The views of the place. */
export function TrainingTabs({ workspace, current }: { workspace: string; current: 'readiness' | 'exports' | 'examples' }) {
  const at = `/w/${workspace}/training`;
  return (
    <div className="pb-4">
      <Tabs label="Training data" current={current} tabs={[{ key: 'readiness', label: 'Readiness', href: at }, { key: 'exports', label: 'Exports', href: `${at}/exports` }, { key: 'examples', label: 'Examples', href: `${at}/examples` }]} />
    </div>
  );
}
