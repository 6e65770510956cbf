'use client';

import dynamic from 'next/dynamic';
import { useRef, useState, type ReactNode } from 'react';
import { Button, type ButtonLook } from './button';

export interface MenuEntry {
  key: string;
  label: string;
  icon?: ReactNode;
  /** Goes somewhere … */
  href?: string;
  /** … or does something. */
  onSelect?: () => void;
  /** One of a choice, with its state. */
  checked?: boolean;
  danger?: boolean;
}

export interface MenuGroup {
  key: string;
  label?: string;
  entries: readonly MenuEntry[];
}

/** HeroUI's menu brings React Aria with it: it is fetched when a pointer or the focus comes near the button, not with the page. */
const load = () => import('./menu-popover');
const MenuPopover = dynamic(() => load().then((module) => module.MenuPopover), { ssr: false });

export interface MenuProps extends ButtonLook {
  /** What the button shows. */
  trigger: ReactNode;
  /** Names button and menu. */
  label: string;
  groups: readonly MenuGroup[];
  className?: string;
}

/** A button with a menu: arrow keys, typeahead and Esc as the platform has them. */
export function Menu({ trigger, label, groups, className, ...look }: MenuProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  const prepare = () => void load();
  return (
    <>
      <Button
        {...look}
        ref={button}
        className={className}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onPointerEnter={prepare}
        onFocus={prepare}
        onClick={() => {
          setWanted(true);
          setOpen((was) => !was);
        }}
      >
        {trigger}
      </Button>
      {wanted && <MenuPopover label={label} groups={groups} triggerRef={button} open={open} onOpenChange={setOpen} />}
    </>
  );
}
