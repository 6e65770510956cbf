/** One setting of the workspace gets another value: how insights are shown, or which language model is asked first. */
import { isDeepStrictEqual } from 'node:util';
import { presentationWords } from '@/lib/insights/present';
import { invalid } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { changeSettings } from '@/lib/workspaces/change-settings';
import { currentWorkspace } from '@/lib/workspaces/current-workspace';
import { readSettings, type WorkspaceSettings } from '@/lib/workspaces/schema';
import type { ChangeFirstModel, ChangePresentation } from '../schema';
import type { PlanKind } from './kind';

type Key = 'presentation' | 'firstModel';
type About<V> = { label: string; words: (value: V) => string };

/** All insights since it was applied against all of as many days before: what is changed touches each of them. */
const ALL = { words: 'all insights', before: {}, since: {} };

function settingKind<K extends Key, C extends { before: WorkspaceSettings[K]; after: WorkspaceSettings[K] }>(key: K, { label, words }: About<WorkspaceSettings[K]>): PlanKind<C> {
  const set = (scope: Scope, from: WorkspaceSettings[K], to: WorkspaceSettings[K]) => changeSettings(scope, { [key]: to }, { [key]: from });
  return {
    check(_scope, { before, after }) {
      if (isDeepStrictEqual(before, after)) throw invalid('It is so already.');
      return Promise.resolve();
    },
    async standing(scope, { before, after }) {
      const present = readSettings((await currentWorkspace(scope)).settings)[key];
      if (isDeepStrictEqual(present, before)) return { is: 'before' };
      if (isDeepStrictEqual(present, after)) return { is: 'after' };
      return { is: 'elsewhere', words: `${label} stands at “${words(present)}” now` };
    },
    diff: ({ before, after }) => [{ label, before: words(before), after: words(after) }],
    edit: () => null,
    apply: (scope, { before, after }) => set(scope, before, after),
    revert: (scope, { before, after }) => set(scope, after, before),
    judgedBy: () => ALL,
    measuring: () => 'Accuracy and helpfulness of all insights given after the change, against those of as many days before it.',
    reverting: ({ before }) => `One click sets it back to “${words(before)}”, as long as nobody changed it since.`,
  };
}

const MODEL_WORDS: Record<WorkspaceSettings['firstModel'], string> = { anthropic: 'Claude, then GPT', openai: 'GPT, then Claude', builtin: 'the built-in analyst' };

export const changePresentationKind = settingKind<'presentation', ChangePresentation>('presentation', { label: 'How insights are shown', words: presentationWords });
export const changeFirstModelKind = settingKind<'firstModel', ChangeFirstModel>('firstModel', { label: 'Who is asked for advice', words: (model) => MODEL_WORDS[model] });
