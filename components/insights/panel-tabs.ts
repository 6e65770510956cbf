/** The tabs beside the advice, as the address names them. */
export const PANEL_TABS = ['evidence', 'similar', 'timeline', 'notes'] as const;
export type PanelTab = (typeof PANEL_TABS)[number];

/** Anything that is not a tab is the first one. */
export const readTab = (value: unknown): PanelTab => PANEL_TABS.find((tab) => tab === value) ?? 'evidence';
