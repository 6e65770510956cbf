/** What a mark means. Colour never stands alone: a tone is always shown with its icon and a word. */
export type Tone = 'risk' | 'caution' | 'opportunity' | 'action' | 'forecast' | 'neutral';

/** Words on a panel. */
export const toneText: Record<Tone, string> = {
  risk: 'text-risk',
  caution: 'text-caution',
  opportunity: 'text-opportunity',
  action: 'text-action',
  forecast: 'text-forecast',
  neutral: 'text-muted',
};

/** Words on their own soft ground. */
export const toneSoft: Record<Tone, string> = {
  risk: 'bg-risk-soft text-risk',
  caution: 'bg-caution-soft text-caution',
  opportunity: 'bg-opportunity-soft text-opportunity',
  action: 'bg-action-soft text-action',
  forecast: 'bg-forecast-soft text-forecast',
  neutral: 'bg-default text-foreground',
};

/** SVG shapes: bars, dots, lines. */
export const toneFill: Record<Tone, string> = {
  risk: 'fill-risk-mark',
  caution: 'fill-caution-mark',
  opportunity: 'fill-opportunity-mark',
  action: 'fill-action-mark',
  forecast: 'fill-forecast-mark',
  neutral: 'fill-muted',
};
