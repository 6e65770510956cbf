'use client';

import { Kbd } from '@/components/ui/kbd';
import { Modal } from '@/components/ui/modal';

const KEYS = [
  { title: 'Everywhere', keys: [[['Ctrl', 'K'], 'Search and commands'], [['/'], 'Search and commands'], [['?'], 'These keys'], [['Esc'], 'Close what is open']] },
  { title: 'Lists', keys: [[['J'], 'Next record'], [['K'], 'Record before'], [['Enter'], 'Open its page'], [['O'], 'Open it beside the list'], [['X'], 'Select it'], [['Shift', 'click'], 'Select all since the last one']] },
  { title: 'Deals', keys: [[['1'], 'Table'], [['2'], 'Board'], [['3'], 'Forecast']] },
  { title: 'Board', keys: [[['←', '→'], 'Stage beside'], [['Shift', '←', '→'], 'Move the deal there'], [['M'], 'Move to…']] },
] as const;

/** The keys that work, by where they do. */
export function Shortcuts({ onClose }: { onClose: () => void }) {
  return (
    <Modal placement="center" title="Keyboard" onClose={onClose}>
      <div className="flex flex-col gap-4">
        {KEYS.map(({ title, keys }) => (
          <section key={title} aria-label={title}>
            <h3 className="pb-1 text-xs text-muted">{title}</h3>
            <dl className="flex flex-col gap-1.5 text-dense">
              {keys.map(([combination, words]) => (
                <div key={combination.join()} className="flex items-center justify-between gap-4">
                  <dt>{words}</dt>
                  <dd><Kbd keys={combination} /></dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
