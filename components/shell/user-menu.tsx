'use client';

import { LogOut, Monitor, Moon, Sun } from 'lucide-react';
import { startTransition, useState } from 'react';
import { Menu } from '@/components/ui/menu';
import { chooseTheme, type Theme } from './theme';

const themes = [
  { key: 'light', label: 'Light', Icon: Sun },
  { key: 'dark', label: 'Dark', Icon: Moon },
  { key: 'system', label: 'System', Icon: Monitor },
] as const;

export interface UserMenuProps {
  name: string;
  email: string;
  theme: Theme;
  signOut: () => void | Promise<void>;
}

/** Who one is here, how the page looks, and the way out. */
export function UserMenu({ name, email, theme, signOut }: UserMenuProps) {
  const [chosen, setChosen] = useState(theme);
  const choose = (next: Theme) => {
    setChosen(next);
    chooseTheme(next);
  };
  return (
    <Menu
      label={`${name}, account and theme`}
      variant="ghost"
      iconOnly
      className="rounded-full"
      trigger={
        <span aria-hidden className="grid size-7 place-items-center rounded-full bg-action-soft text-xs font-semibold text-action">
          {initials(name)}
        </span>
      }
      groups={[
        {
          key: 'theme',
          label: 'Theme',
          entries: themes.map(({ key, label, Icon }) => ({ key, label, icon: <Icon aria-hidden />, checked: key === chosen, onSelect: () => choose(key) })),
        },
        { key: 'account', label: email, entries: [{ key: 'out', label: 'Sign out', icon: <LogOut aria-hidden />, onSelect: () => startTransition(() => signOut()) }] },
      ]}
    />
  );
}

/** First letters of the first and last name; of whatever script the name is in. */
function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => [...(word ?? '')][0] ?? '').join('').toUpperCase();
}
