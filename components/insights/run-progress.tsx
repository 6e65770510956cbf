import { StageTicks } from '@/components/ui/stage-ticks';
import { Notice } from '@/components/ui/notice';
import type { RunState, StageProgress } from '@/lib/insights/schema';
import { providerName } from './insight-words';

const LABELS: Record<StageProgress['name'], string> = { embed: 'Read the deal', retrieve: 'Find similar', assemble: 'Gather facts', ask: 'Analyse', validate: 'Check' };

/** The five stages ticking off in place, each with what it found. */
export function RunStages({ run }: { run: RunState }) {
  return <StageTicks label="Progress of the advice" stages={run.stages.map(({ name, status, found, ms }) => ({ key: name, label: LABELS[name], status, found, ms }))} />;
}

/** The router's word for a provider that was never set up: a fact of the installation, not something that went wrong with this run. */
const NOT_SET_UP = 'no key is set';

/** Who answered, and why not somebody before: in one line. */
export function answeredWords(run: RunState): string | null {
  if (!run.provider) return null;
  const absent = run.fallbacks.filter(({ reason }) => reason === NOT_SET_UP).map(({ provider }) => providerName(provider));
  return `by ${run.provider === 'builtin' ? 'the built-in analyst' : (run.model ?? providerName(run.provider))}${absent.length > 0 ? ` (no key is set for ${absent.join(' and ')})` : ''}`;
}

/** Which providers were asked before and why they did not answer. */
export function Fallbacks({ run }: { run: RunState }) {
  const failed = run.fallbacks.filter(({ reason }) => reason !== NOT_SET_UP);
  if (failed.length === 0) return null;
  const answeredBy = run.provider && run.provider !== 'builtin' ? (run.model ?? providerName(run.provider)) : 'the built-in analyst';
  return (
    <Notice tone="caution" title={`Answered by ${answeredBy}`}>
      <ul>
        {failed.map(({ provider, reason }) => (
          <li key={provider} className="wrap-anywhere">
            {providerName(provider)}: {reason}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
