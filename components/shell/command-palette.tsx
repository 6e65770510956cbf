'use client';

import { Command } from 'cmdk';
import { ArrowRightLeft, Building2, Contact, Handshake, Keyboard, Monitor, Moon, NotebookPen, Plus, Search, Sparkles, Sun, UserPlus, type LucideIcon } from 'lucide-react';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { showToast } from '@/components/ui/toast-queue';
import type { Outcome } from '@/components/ui/use-action';
import type { FoundRecord } from '@/lib/search/schema';
import { matches } from './palette-match';
import { places, type NavigationSection } from './places';
import { recentRecords, recordOf } from './recent-records';
import { chooseTheme } from './theme';

type Stage = { id: string; name: string; kind: 'open' | 'won' | 'lost' };
type OpenDeal = { id: string; name: string; status: string; stage: string; stages: readonly Stage[] };

export interface PaletteActions {
  find: (workspace: string, input: { q: string }) => Promise<Outcome<FoundRecord[]>>;
  deal: (workspace: string, input: { id: string }) => Promise<Outcome<OpenDeal>>;
  /** Null for someone who may only look. */
  change: { move: (workspace: string, input: { id: string; stageId: string }) => Promise<Outcome<{ stage: string }>>; advise: (workspace: string, input: { items: { id: string; change: { kind: 'advice' } }[] }) => Promise<Outcome<{ skipped: { reason: string }[] }>> } | null;
}

export interface CommandPaletteProps {
  workspace: string;
  /** Where a search goes that the palette does not answer. */
  listPath: string;
  sections: readonly NavigationSection[];
  actions: PaletteActions;
  onClose: () => void;
  onKeys: () => void;
}

const ICONS: Record<FoundRecord['kind'], LucideIcon> = { deals: Handshake, leads: UserPlus, accounts: Building2, contacts: Contact };
const THEMES = [['light', 'Light', Sun], ['dark', 'Dark', Moon], ['system', 'System', Monitor]] as const;
const keyOf = ({ kind, id }: Pick<FoundRecord, 'kind' | 'id'>): string => `${kind} ${id}`;
const NOTHING: { q: string; records: FoundRecord[] } = { q: '', records: [] };

/** Everything from the keyboard: records by name, pages, what can be done with the open deal, a new deal, the theme, the keys. */
export function CommandPalette({ workspace, listPath, sections, actions, onClose, onKeys }: CommandPaletteProps) {
  const router = useRouter();
  const pathname = usePathname();
  const panel = useSearchParams().get('deal');
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState('');
  const [found, setFound] = useState(NOTHING);
  const [active, setActive] = useState('');
  const [deal, setDeal] = useState<OpenDeal | null>(null);
  const [recent] = useState(() => recentRecords(workspace));
  const q = typed.trim();

  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    return () => element?.close();
  }, []);

  const page = recordOf(pathname);
  const openId = panel ?? (page?.kind === 'deals' ? page.id : null);
  useEffect(() => {
    let current = true;
    if (openId) void actions.deal(workspace, { id: openId }).then((answer) => current && answer.ok && setDeal(answer.data)).catch(() => undefined);
    return () => void (current = false);
  }, [actions, workspace, openId]);

  useEffect(() => {
    if (q.length < 2) return;
    let current = true;
    const timer = setTimeout(() => void actions.find(workspace, { q }).then((answer) => {
      if (!current || !answer.ok) return;
      setFound({ q, records: answer.data });
      // What was found stands first and is what Enter opens, though it came after what was offered at once.
      const [first] = answer.data;
      if (first) setActive(keyOf(first));
    }).catch(() => undefined), 150);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [actions, workspace, q]);

  // Taken away, the dialog closes and gives the focus back.
  const close = onClose;
  const go = (href: string) => {
    close();
    router.push(href);
  };
  const tell = (problem: string | undefined, said: string) => showToast(problem ?? said, { tone: problem ? 'risk' : 'opportunity' });
  const move = async ({ id, name, stage: from }: OpenDeal, to: Stage, undo: boolean) => {
    close();
    const answer = await actions.change?.move(workspace, { id, stageId: to.id }).catch(() => null);
    router.refresh();
    const back = deal?.stages.find((one) => one.id === from);
    if (!answer?.ok) return tell(answer?.error.message ?? 'The server could not be reached.', '');
    showToast(`${name} moved to ${to.name}`, { tone: 'opportunity', ...(undo && back ? { undo: () => void move({ id, name, stage: to.id, status: 'open', stages: [] }, back, false) } : {}) });
  };
  const advise = async ({ id }: OpenDeal) => {
    close();
    const answer = await actions.change?.advise(workspace, { items: [{ id, change: { kind: 'advice' } }] }).catch(() => null);
    tell(answer?.ok ? answer.data.skipped[0]?.reason : (answer?.error.message ?? 'The server could not be reached.'), 'Advice is being written');
    router.push(`/w/${workspace}/deals/${id}`);
    router.refresh();
  };

  const entry = (key: string, label: string, Icon: LucideIcon, onSelect: () => void, detail?: ReactNode) => (
    <Command.Item key={key} value={key} onSelect={onSelect} className="palette-item">
      <Icon size={16} aria-hidden className="shrink-0 text-muted" />
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {detail && <span className="max-w-[45%] truncate text-xs text-muted">{detail}</span>}
    </Command.Item>
  );
  const offered = (label: string) => matches(label, q);
  const group = (heading: string, entries: readonly (ReactNode | false)[]) => entries.some(Boolean) && <Command.Group key={heading} heading={heading}>{entries}</Command.Group>;
  const record = (one: Omit<FoundRecord, 'detail'> & { detail?: string }) => entry(keyOf(one), one.name, ICONS[one.kind], () => go(`/w/${workspace}/${one.kind}/${one.id}`), one.detail);

  const records = q.length < 2 ? [] : found.records;
  const open = deal?.id === openId && deal?.status === 'open' && actions.change ? deal : null;
  const searching = q.length >= 2 && found.q !== q;
  return (
    <dialog ref={dialog} aria-label="Search and commands" onClose={(event) => event.target === event.currentTarget && !event.currentTarget.open && onClose()} className="modal-box palette">
      <Command label="Search and commands" value={active} onValueChange={setActive} shouldFilter={false} loop>
        <div className="flex items-center gap-2 border-b border-hairline px-4">
          <Search size={16} aria-hidden className="text-muted" />
          <Command.Input value={typed} onValueChange={setTyped} autoFocus maxLength={200} placeholder="Search deals, leads, accounts, contacts, or type a command" className="palette-input" />
        </div>
        <Command.List label="Results" className="palette-list">
          <Command.Empty className="px-4 py-6 text-center text-dense text-muted">{searching ? 'Looking …' : 'Nothing is called that.'}</Command.Empty>
          {(['deals', 'leads', 'accounts', 'contacts'] as const).map((kind) => group(places[kind].label, records.filter((one) => one.kind === kind).map(record)))}
          {open && group(open.name, [
            ...open.stages.filter((stage) => stage.kind === 'open' && stage.id !== open.stage && offered(`Move to ${stage.name}`)).map((stage) => entry(`move ${stage.id}`, `Move to ${stage.name}`, ArrowRightLeft, () => void move(open, stage, true))),
            offered('Get advice') && entry('advise', 'Get advice', Sparkles, () => void advise(open)),
            offered('Add a note') && entry('note', 'Add a note', NotebookPen, () => go(`/w/${workspace}/deals/${open.id}?tab=notes`)),
          ])}
          {q === '' && group('Recent', recent.filter(({ id }) => id !== page?.id).map(record))}
          {group('Go to', sections.flatMap(({ items }) => items).filter(({ label }) => offered(`Go to ${label}`)).map(({ key, label, href }) => entry(`place ${key}`, label, places[key].Icon, () => go(href))))}
          {group('Do', [
            offered('New deal create') && entry('new', 'New deal', Plus, () => go(`/w/${workspace}/deals?new=1`)),
            ...THEMES.filter(([, label]) => offered(`Theme ${label}`)).map(([theme, label, Icon]) => entry(`theme ${theme}`, `Theme: ${label.toLowerCase()}`, Icon, () => {
              chooseTheme(theme);
              close();
            })),
            offered('Keyboard shortcuts keys help') && entry('keys', 'Keyboard shortcuts', Keyboard, onKeys, '?'),
          ])}
          {q !== '' && group('Search', [entry('list', `Deals with "${q}"`, Search, () => go(`${listPath}?${new URLSearchParams({ q }).toString()}`))])}
        </Command.List>
      </Command>
    </dialog>
  );
}
