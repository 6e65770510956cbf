'use client';

import { useEffect, useRef } from 'react';
import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import type { Feedback, FeedbackAnswer } from '@/lib/feedback/schema';
import type { DealInsights, RunState } from '@/lib/insights/schema';

export const insightKeys = { ofDeal: (workspace: string, dealId: string) => ['insights', workspace, dealId] as const };

/** What our API said when it refused; `status` 0 is no answer at all. */
export class ApiProblem extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
  }
}

/** A call of our own API in the name of the person looking. The shapes are those of lib/…/schema.ts, which the server parsed them by. */
async function call<T>(workspace: string, path: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(`/api/v1${path}`, { ...init, headers: { ...init.headers, 'x-winloop-workspace': workspace, 'content-type': 'application/json' } })
    .catch(() => { throw new ApiProblem(0, 'The server could not be reached.'); });
  const body = (await response.json().catch(() => null)) as { title?: string } | null;
  if (!response.ok) throw new ApiProblem(response.status, body?.title ?? 'The server gave no answer that makes sense.');
  return body as T;
}

export const isActive = (run: RunState | null | undefined): boolean => run?.status === 'queued' || run?.status === 'running';

/** A lost connection and a server that is stopping are worth another try; a refusal is not. */
const passes = (error: Error): boolean => error instanceof ApiProblem && (error.status === 0 || error.status >= 500);
const wait = (attempt: number): number => Math.min(8000, 500 * 2 ** attempt);

/** The insights of a deal with the caller's answers; looks every half second while a run is at work. */
export const useDealInsights = (workspace: string, dealId: string, initial: DealInsights) => useQuery({
  queryKey: insightKeys.ofDeal(workspace, dealId),
  queryFn: ({ signal }) => call<DealInsights>(workspace, `/deals/${dealId}/insights`, { signal }),
  initialData: initial,
  staleTime: 15_000,
  refetchInterval: ({ state }) => (isActive(state.data?.run) ? 500 : false),
});

/** When the page was rendered anew (the deal moved, its date was changed, it was closed), what stands of its insights is asked for again. */
export function useFollowPage(workspace: string, dealId: string, rendered: DealInsights): void {
  const client = useQueryClient();
  const seen = useRef(rendered);
  useEffect(() => {
    if (seen.current === rendered) return;
    seen.current = rendered;
    void client.invalidateQueries({ queryKey: insightKeys.ofDeal(workspace, dealId) });
  }, [client, workspace, dealId, rendered]);
}

/** Asks for advice; a second click while one is asked for starts nothing, on the server neither. */
export function useRequestInsights(workspace: string, dealId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call<DealInsights>(workspace, `/deals/${dealId}/insights`, { method: 'POST' }),
    onSuccess: (data) => client.setQueryData(insightKeys.ofDeal(workspace, dealId), data),
  });
}

type Answered = DealInsights['data'][number];

export const answerOf = ({ answer }: Pick<Answered, 'answer'>): FeedbackAnswer => ({
  kind: answer?.kind ?? null, accuracy: answer?.accuracy ?? null, stars: answer?.stars ?? null, text: answer?.text ?? null, actedOn: answer?.actedOn ?? null, dismissed: answer?.dismissed ?? false,
});

/** The insight as it will stand once the answer is stored; where somebody else acted or dismissed, the server's word comes right after. */
export function withAnswer(insight: Answered, answer: FeedbackAnswer, at: string): Answered {
  const own: Feedback['disposition'] = answer.actedOn ? 'acted_on' : answer.dismissed ? 'dismissed' : 'open';
  const before = answerOf(insight);
  const ownBefore = before.actedOn ? 'acted_on' : before.dismissed ? 'dismissed' : 'open';
  const disposition = own === 'acted_on' || insight.disposition === ownBefore ? own : insight.disposition;
  return {
    ...insight, disposition,
    answer: {
      insightId: insight.id, kind: answer.kind ?? null, accuracy: answer.accuracy ?? null, stars: answer.stars ?? null, text: answer.text ?? null, actedOn: answer.actedOn ?? null,
      dismissed: answer.dismissed ?? false, disposition, updatedAt: at,
    },
  };
}

const change = (client: QueryClient, key: readonly unknown[], id: string, next: (insight: Answered) => Answered) =>
  client.setQueryData<DealInsights>(key, (data) => data && { ...data, data: data.data.map((i) => (i.id === id ? next(i) : i)) });

/**
 * Answers one insight: shown at once, stored in the order of the clicks, tried again when the connection is lost, and taken back on the
 * screen when the server refuses.
 */
export function useAnswer(workspace: string, dealId: string, insightId: string) {
  const client = useQueryClient();
  const key = insightKeys.ofDeal(workspace, dealId);
  const mutationKey = ['answer', insightId];
  const onlyOne = () => client.isMutating({ mutationKey }) === 1;
  const mutation = useMutation({
    mutationKey,
    scope: { id: `answer ${insightId}` },
    retry: (failures, error) => failures < 5 && passes(error),
    retryDelay: wait,
    mutationFn: (answer: FeedbackAnswer) => call<Feedback>(workspace, `/insights/${insightId}/feedback`, { method: 'PUT', body: JSON.stringify(answer) }),
    onMutate: async (answer) => {
      const before = client.getQueryData<DealInsights>(key)?.data.find((i) => i.id === insightId);
      change(client, key, insightId, (insight) => withAnswer(insight, answer, new Date().toISOString()));
      await client.cancelQueries({ queryKey: key });
      return { before };
    },
    onError: (_error, _answer, context) => {
      const before = context?.before;
      if (before) change(client, key, insightId, (insight) => ({ ...insight, answer: before.answer, disposition: before.disposition }));
    },
    // A later click is on its way: its answer is the one that stands.
    onSuccess: (stored) => {
      if (onlyOne()) change(client, key, insightId, (insight) => ({ ...insight, answer: stored, disposition: stored.disposition }));
    },
  });
  /** The answer as it stands on the screen right now, however fast the clicks come. */
  const current = (): FeedbackAnswer => {
    const insight = client.getQueryData<DealInsights>(key)?.data.find((i) => i.id === insightId);
    return insight ? answerOf(insight) : {};
  };
  return { ...mutation, current };
}
