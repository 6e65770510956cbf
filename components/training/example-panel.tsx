import { LinkButton } from '@/components/ui/button';
import { SidePanel } from '@/components/ui/side-panel';
import type { ExampleDetail } from '@/lib/training/schema';
import { LabelBadge } from './label-badge';

function Json({ name, text }: { name: string; text: string }) {
  return (
    <section className="flex flex-col gap-1">
      <h3 className="text-dense font-semibold">{name}</h3>
      <pre tabIndex={0} role="region" aria-label={name} className="max-h-72 overflow-auto rounded-box border border-hairline bg-surface-secondary p-3 text-xs whitespace-pre-wrap wrap-anywhere">{text}</pre>
    </section>
  );
}

/** One example as it would be exported. */
export function ExamplePanel({ workspace, example, closeHref }: { workspace: string; example: ExampleDetail; closeHref: string }) {
  return (
    <SidePanel
      title={example.title} closeHref={closeHref} footer={<LinkButton href={`/w/${workspace}/deals/${example.dealId}`}>Open the deal</LinkButton>}
      line={<span className="flex items-center gap-2"><LabelBadge label={example.label} /> as it would be exported, without names; about {example.tokens.toLocaleString('en-US')} tokens</span>}
    >
      <div className="flex flex-col gap-4">
        {example.lines.map(({ name, json }) => <Json key={name} name={name} text={json} />)}
        <Json name="What people said (not exported)" text={example.feedback} />
        <Json name="What became of it (not exported)" text={example.outcome} />
      </div>
    </SidePanel>
  );
}
