import { Check, CircleSlash, Hourglass, RotateCcw, ShieldCheck, X, type LucideIcon } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import type { Tone } from '@/components/ui/tone';
import type { Insight } from '@/lib/insights/schema';

type Ended = Pick<Insight, 'resolution' | 'actedResult'>;

const WORDS: Record<Insight['resolution'], { word: string; tone: Tone; Icon: LucideIcon }> = {
  right: { word: 'came true', tone: 'opportunity', Icon: Check },
  wrong: { word: 'did not come true', tone: 'risk', Icon: X },
  not_testable: { word: 'could not be tested', tone: 'neutral', Icon: CircleSlash },
  expired: { word: 'ran out undecided', tone: 'neutral', Icon: Hourglass },
  pending: { word: 'not decided yet', tone: 'neutral', Icon: RotateCcw },
};

/** How a prediction ended: word, icon and colour. A warning that was acted on has words of its own. */
export function ResolutionBadge({ resolution, actedResult }: Ended) {
  const { word, tone, Icon } = actedResult === 'averted' ? { word: 'averted', tone: 'action' as Tone, Icon: ShieldCheck } : WORDS[resolution];
  return (
    <Badge tone={tone} icon={false}>
      <Icon size={12} aria-hidden />
      {actedResult === 'came_true' ? 'came true all the same' : word}
    </Badge>
  );
}
