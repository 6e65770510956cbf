import { Bell, Boxes, Building2, Contact, Database, FlaskConical, GitPullRequestArrow, GraduationCap, Handshake, History, House, MessageSquareCode, Settings, Timer, Upload, UserPlus, type LucideIcon } from 'lucide-react';

/** The places of a workspace that exist. A new page gets its line here and in `sections`, and is in every navigation. */
export type PlaceKey = 'home' | 'deals' | 'leads' | 'inbox' | 'accounts' | 'contacts' | 'learning' | 'models' | 'training' | 'experiments' | 'plans' | 'prompts' | 'import' | 'jobs' | 'audit' | 'settings';

interface Place {
  label: string;
  /** Under /w/[workspace]. */
  path: string;
  Icon: LucideIcon;
}

export const places: Readonly<Record<PlaceKey, Place>> = {
  home: { label: 'Home', path: '', Icon: House },
  deals: { label: 'Deals', path: '/deals', Icon: Handshake },
  leads: { label: 'Leads', path: '/leads', Icon: UserPlus },
  inbox: { label: 'Inbox', path: '/inbox', Icon: Bell },
  accounts: { label: 'Accounts', path: '/accounts', Icon: Building2 },
  contacts: { label: 'Contacts', path: '/contacts', Icon: Contact },
  learning: { label: 'Learning', path: '/learning', Icon: GraduationCap },
  training: { label: 'Training data', path: '/training', Icon: Database },
  experiments: { label: 'Experiments', path: '/experiments', Icon: FlaskConical },
  models: { label: 'Models', path: '/models', Icon: Boxes },
  plans: { label: 'Plans', path: '/plans', Icon: GitPullRequestArrow },
  prompts: { label: 'Prompts', path: '/prompts', Icon: MessageSquareCode },
  import: { label: 'Import', path: '/import', Icon: Upload },
  jobs: { label: 'Jobs', path: '/jobs', Icon: Timer },
  audit: { label: 'Audit', path: '/audit', Icon: History },
  settings: { label: 'Settings', path: '/settings', Icon: Settings },
};

const sections: readonly { label: string | null; keys: readonly PlaceKey[] }[] = [
  { label: null, keys: ['home', 'deals', 'leads', 'inbox', 'accounts', 'contacts'] },
  { label: 'Learn', keys: ['learning', 'experiments', 'models', 'training'] },
  { label: 'Direct', keys: ['plans', 'prompts'] },
  { label: 'Run', keys: ['import', 'jobs', 'audit'] },
  { label: null, keys: ['settings'] },
];

export interface NavigationItem {
  key: PlaceKey;
  label: string;
  href: string;
  /** How many things wait there. */
  count: number | null;
}

export interface NavigationSection {
  label: string | null;
  items: readonly NavigationItem[];
}

/** The sidebar for someone who may go to `allowed`; sections without a place are left out. */
export function navigation(workspaceSlug: string, allowed: ReadonlySet<PlaceKey>, counts: Partial<Record<PlaceKey, number>> = {}): NavigationSection[] {
  return sections
    .map(({ label, keys }) => ({
      label,
      items: keys
        .filter((key) => allowed.has(key))
        .map((key) => ({ key, label: places[key].label, href: `/w/${workspaceSlug}${places[key].path}`, count: counts[key] || null })),
    }))
    .filter(({ items }) => items.length > 0);
}

/** The counts that a navigation was made with. */
export const waitingOf = (sections: readonly NavigationSection[]): Partial<Record<PlaceKey, number>> =>
  Object.fromEntries(sections.flatMap(({ items }) => items.flatMap(({ key, count }) => (count === null ? [] : [[key, count]]))));

/** The phone's bottom bar: four places in the order of the sidebar (the fifth opens the sheet), and what is left for the sheet. */
export function bottomBar(sections: readonly NavigationSection[]): { bar: NavigationItem[]; rest: NavigationItem[] } {
  const items = sections.flatMap((section) => section.items);
  return { bar: items.slice(0, 4), rest: items.slice(4) };
}

/** Whether an address is at or under a place; Home is only itself. */
export function isCurrent(pathname: string, href: string): boolean {
  const home = /^\/w\/[^/]+$/.test(href);
  return pathname === href || (!home && pathname.startsWith(`${href}/`));
}
