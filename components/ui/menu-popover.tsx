'use client';

import { Dropdown } from '@heroui/react/dropdown';
import { Header } from '@heroui/react/header';
import { Check } from 'lucide-react';
import { useRouter } from 'next/navigation';
import type { RefObject } from 'react';
import type { MenuEntry, MenuGroup } from './menu';

interface MenuPopoverProps {
  label: string;
  groups: readonly MenuGroup[];
  triggerRef: RefObject<HTMLButtonElement | null>;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** A group whose entries carry a state is a choice of one. */
function choice({ entries }: MenuGroup) {
  if (entries.every(({ checked }) => checked === undefined)) return {};
  return { selectionMode: 'single' as const, selectedKeys: entries.filter(({ checked }) => checked).map(({ key }) => key) };
}

/** The part of a menu that is fetched when it is first wanted. */
export function MenuPopover({ label, groups, triggerRef, open, onOpenChange }: MenuPopoverProps) {
  const router = useRouter();
  const choose = ({ href, onSelect }: MenuEntry) => {
    onOpenChange(false);
    onSelect?.();
    if (href) router.push(href);
  };
  return (
    <Dropdown.Popover aria-label={label} triggerRef={triggerRef} isOpen={open} onOpenChange={onOpenChange} placement="bottom end" className="dropdown__popover">
      <Dropdown.Menu aria-label={label} onClose={() => onOpenChange(false)} className="dropdown__menu" autoFocus="first">
        {groups.map((group) => (
          <Dropdown.Section
            key={group.key}
            aria-label={group.label ?? label}
            {...choice(group)}
            className="not-first:mt-1 not-first:border-t not-first:border-hairline not-first:pt-1"
          >
            {group.label && <Header className="px-2 py-1 text-xs text-muted">{group.label}</Header>}
            {group.entries.map((entry) => (
              <Dropdown.Item key={entry.key} id={entry.key} textValue={entry.label} onAction={() => choose(entry)} variant={entry.danger ? 'danger' : 'default'}>
                <span className="grid size-4 place-items-center text-muted [&_svg]:size-4">{entry.icon}</span>
                <span className={entry.danger ? 'flex-1 text-risk' : 'flex-1'}>{entry.label}</span>
                {entry.checked && <Check size={14} aria-hidden className="text-action" />}
              </Dropdown.Item>
            ))}
          </Dropdown.Section>
        ))}
      </Dropdown.Menu>
    </Dropdown.Popover>
  );
}
