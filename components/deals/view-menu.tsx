'use client';

import { Bookmark, ChevronDown, Pencil, RefreshCw, Save, Trash2, Users } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { FormDialog, textField } from '@/components/ui/form-dialog';
import { Menu, type MenuGroup } from '@/components/ui/menu';
import { TextInput } from '@/components/ui/text-input';
import { showToast } from '@/components/ui/toast-queue';
import type { Outcome } from '@/components/ui/use-action';
import type { NewView, SavedView, ViewPatch } from '@/lib/views/schema';

export interface ViewActions {
  save: (workspace: string, input: NewView) => Promise<Outcome<SavedView>>;
  update: (workspace: string, input: { id: string; patch: ViewPatch }) => Promise<Outcome<SavedView>>;
  remove: (workspace: string, input: { id: string }) => Promise<Outcome<NewView>>;
}

export interface ViewMenuProps {
  views: readonly SavedView[];
  /** Views that everybody has: a name and the query of its address. */
  builtIn: readonly { name: string; query: string }[];
  /** The query of this address, as a view would keep it. */
  here: string;
  /** The view that the address says it came from. */
  saved: string | undefined;
  path: string;
  workspace: string;
  mayShare: boolean;
  actions: ViewActions;
}

/** Views under a name: go to one, keep this address as one, change what is one's own. The address stays the truth. */
export function ViewMenu({ views, builtIn, here, saved, path, workspace, mayShare, actions }: ViewMenuProps) {
  const router = useRouter();
  const [form, setForm] = useState<'save' | 'rename' | null>(null);
  const current = views.find(({ id }) => id === saved) ?? views.find(({ query }) => query === here) ?? null;
  const given = current ? null : builtIn.find(({ query }) => query === here);
  const changed = current !== null && current.query !== here;
  const hrefOf = (query: string, id?: string) => {
    const text = [query, id ? `saved=${id}` : ''].filter(Boolean).join('&');
    return text ? `${path}?${text}` : path;
  };

  const update = async (view: SavedView, patch: ViewPatch, said: string) => {
    const answer = await actions.update(workspace, { id: view.id, patch }).catch(() => null);
    showToast(answer?.ok ? said : (answer?.error.message ?? 'The server could not be reached.'), { tone: answer?.ok ? 'opportunity' : 'risk' });
    router.refresh();
  };
  const remove = async (view: SavedView) => {
    const answer = await actions.remove(workspace, { id: view.id }).catch(() => null);
    if (!answer?.ok) return showToast(answer?.error.message ?? 'The server could not be reached.', { tone: 'risk' });
    router.replace(hrefOf(here), { scroll: false });
    router.refresh();
    showToast(`View "${view.name}" removed`, { undo: () => void actions.save(workspace, answer.data).then(() => router.refresh()) });
  };

  const entry = (view: SavedView) => ({ key: view.id, label: view.own ? view.name : `${view.name}, by ${view.owner}`, checked: view.id === current?.id, href: hrefOf(view.query, view.id) });
  const own = views.filter((view) => view.own);
  const shared = views.filter((view) => !view.own);
  const groups: MenuGroup[] = [
    { key: 'given', label: 'Views', entries: builtIn.map((view) => ({ key: view.name, label: view.name, checked: given === view, href: hrefOf(view.query) })) },
    { key: 'own', label: 'Your views', entries: own.map(entry) },
    { key: 'shared', label: 'Shared with you', entries: shared.map(entry) },
    {
      key: 'change',
      entries: [
        { key: 'save', label: 'Save as a view…', icon: <Save aria-hidden />, onSelect: () => setForm('save') },
        ...(current?.own
          ? [
              ...(changed ? [{ key: 'update', label: `Update "${current.name}" to this`, icon: <RefreshCw aria-hidden />, onSelect: () => void update(current, { query: here }, `View "${current.name}" shows this now`) }] : []),
              { key: 'rename', label: `Rename "${current.name}"…`, icon: <Pencil aria-hidden />, onSelect: () => setForm('rename') },
              ...(mayShare || current.shared ? [{ key: 'share', label: current.shared ? 'Stop sharing it' : 'Share it with the workspace', icon: <Users aria-hidden />, onSelect: () => void update(current, { shared: !current.shared }, current.shared ? 'The view is yours alone again' : 'Everybody here sees the view now') }] : []),
              { key: 'remove', label: `Remove "${current.name}"`, icon: <Trash2 aria-hidden />, danger: true, onSelect: () => void remove(current) },
            ]
          : []),
      ],
    },
  ].filter((group) => group.entries.length > 0);

  const name = current?.name ?? given?.name;
  return (
    <>
      <Menu
        size="sm" variant="ghost" className="h-7 max-w-56 text-xs pointer-coarse:h-9" label={name ? `View ${name}${changed ? ', changed' : ''}` : 'Views'} groups={groups}
        trigger={
          <>
            <Bookmark aria-hidden className="text-muted" />
            <span className="truncate">{name ?? 'Views'}</span>
            {changed && <span className="text-muted">changed</span>}
            <ChevronDown aria-hidden />
          </>
        }
      />
      {form === 'save' && (
        <FormDialog
          title="Save as a view" line="Filters, order, columns and look as they are now." workspace={workspace} save={actions.save} submit="Save view" pendingText="Saving"
          read={(data) => ({ place: 'deals' as const, name: textField(data, 'name') ?? '', query: here, shared: data.get('shared') === 'on' })}
          fields={(errorOf) => (
            <>
              <TextInput label="Name" name="name" maxLength={60} error={errorOf('name')} autoComplete="off" />
              {mayShare && <Checkbox label="Share it with the workspace" name="shared" hint="Each person sees their own deals in it." />}
            </>
          )}
          onSaved={(view) => {
            router.replace(hrefOf(view.query, view.id), { scroll: false });
            router.refresh();
            showToast(`View "${view.name}" saved`, { tone: 'opportunity' });
          }}
          onClose={() => setForm(null)}
        />
      )}
      {form === 'rename' && current && (
        <FormDialog
          title="Rename the view" workspace={workspace} save={actions.update} submit="Rename" pendingText="Renaming"
          read={(data) => ({ id: current.id, patch: { name: textField(data, 'name') ?? '' } })}
          fields={(errorOf) => <TextInput label="Name" name="name" maxLength={60} defaultValue={current.name} error={errorOf('name')} autoComplete="off" />}
          onSaved={() => router.refresh()}
          onClose={() => setForm(null)}
        />
      )}
    </>
  );
}
