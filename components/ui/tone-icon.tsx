import { ArrowRight, ChartLine, CircleAlert, CircleCheck, Dot, Info, TrendingUp, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { Tone } from './tone';

const icons: Record<Tone, LucideIcon> = {
  risk: TriangleAlert,
  caution: CircleAlert,
  opportunity: TrendingUp,
  action: ArrowRight,
  forecast: ChartLine,
  neutral: Dot,
};

/** In a message about what was just done, good is "done" rather than "promising". */
const messageIcons: Record<Tone, LucideIcon> = { ...icons, opportunity: CircleCheck, action: Info, neutral: Info };

export interface ToneIconProps {
  tone: Tone;
  size?: number;
  /** Inside a notice or a toast. */
  message?: boolean;
}

/** The one icon of a tone; decoration beside its word, so hidden from screen readers. */
export function ToneIcon({ tone, size = 14, message = false }: ToneIconProps) {
  const Icon = (message ? messageIcons : icons)[tone];
  return <Icon size={size} aria-hidden className="shrink-0" />;
}
