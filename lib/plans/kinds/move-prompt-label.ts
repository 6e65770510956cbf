/** A label of a prompt goes to another version: a roll-out, or a rollback. */
import { analyseDeal } from '@/lib/insights/tasks/analyse-deal';
import { moveLabel } from '@/lib/prompts/move-label';
import { transaction } from '@/lib/server/db/tenancy';
import { conflict, invalid, notFound } from '@/lib/server/errors';
import type { MovePromptLabel } from '../schema';
import { findPromptLabel } from '../store';
import type { PlanKind } from './kind';

const nth = (version: { version: number } | null): string | null => (version ? `version ${version.version}` : null);

export const movePromptLabelKind: PlanKind<MovePromptLabel> = {
  check: (scope, { promptId, promptName, from, to }) => transaction(scope, async () => {
    if (from?.versionId === to.versionId) throw invalid('The label stands there already.');
    for (const version of [from, to]) {
      const found = version && (await findPromptLabel(scope, promptId, { versionId: version.versionId }));
      if (version && (!found || found.name !== promptName || found.version !== version.version)) throw notFound('version of this prompt');
    }
  }),

  standing: (scope, { promptId, label, from, to }) => transaction(scope, async () => {
    const present = await findPromptLabel(scope, promptId, { label });
    if ((present?.versionId ?? null) === (from?.versionId ?? null)) return { is: 'before' };
    if (present?.versionId === to.versionId) return { is: 'after' };
    return { is: 'elsewhere', words: present ? `“${label}” stands at version ${present.version} now` : `“${label}” stands at no version now` };
  }),

  diff: ({ promptName, label, from, to }) => [{ label: `“${label}” of the prompt ${promptName}`, before: nth(from), after: nth(to) }],
  edit: () => null,

  async apply(scope, { promptId, label, from, to }, reason) {
    await moveLabel(scope, { promptId, label, from: from?.versionId ?? null, to: to.versionId }, reason);
  },

  async revert(scope, { promptId, label, from, to }, reason) {
    if (!from && label === 'production') throw conflict('The label stood at no version before: move it to the version that you want under Prompts.');
    await moveLabel(scope, { promptId, label, from: to.versionId, to: from?.versionId ?? null }, reason);
  },

  judgedBy: ({ promptName, label, from, to }) => (promptName === analyseDeal.name && label === 'production' && from
    ? { words: `insights written with version ${to.version} of the prompt`, before: { promptVersion: String(from.version) }, since: { promptVersion: String(to.version) } }
    : null),

  measuring(change) {
    return this.judgedBy(change)
      ? `Accuracy and helpfulness of insights that a language model wrote with version ${change.to.version} after the change, against version ${change.from!.version} in as many days before it.`
      : 'Not measured: nothing that is written with this label is held to account by outcomes or answers.';
  },

  reverting: ({ label, from }) => (from ? `One click moves “${label}” back to version ${from.version}, as long as nobody moved it since.` : `One click takes “${label}” off again, as long as nobody moved it since.`),
};
