import type { Config } from 'tailwindcss';

/** A meaning as utilities: `text-risk` (words), `bg-risk-soft` (ground), `bg-risk-mark` (bars, dots, lines). */
const meaning = (name: string) => ({
  DEFAULT: `var(--${name})`,
  soft: `var(--${name}-soft)`,
  mark: `var(--${name}-mark)`,
});

/**
 * Names for the tokens of app/styles/tokens.css. The neutrals and the accent come under HeroUI's names (background, surface, foreground,
 * muted, border, accent …, mapped in app/styles/heroui.css); here is what HeroUI has no name for.
 */
const config: Config = {
  content: ['./app/**/*.{ts,tsx}', './components/**/*.{ts,tsx}'],
  theme: {
    extend: {
      colors: {
        risk: meaning('risk'),
        caution: meaning('caution'),
        opportunity: meaning('opportunity'),
        action: meaning('action'),
        forecast: meaning('forecast'),
        hairline: { DEFAULT: 'var(--hairline)', strong: 'var(--hairline-strong)' },
        series: {
          1: 'var(--series-1)',
          2: 'var(--series-2)',
          3: 'var(--series-3)',
          4: 'var(--series-4)',
          5: 'var(--series-5)',
          6: 'var(--series-6)',
        },
      },
      fontFamily: {
        sans: ['var(--font-geist-sans)', 'ui-sans-serif', 'system-ui', 'sans-serif'],
        mono: ['var(--font-geist-mono)', 'ui-monospace', 'monospace'],
      },
      fontSize: {
        xs: ['var(--type-xs)', '1rem'],
        dense: ['var(--type-dense)', '1.25rem'],
        sm: ['var(--type-body)', '1.25rem'],
        base: ['var(--type-lead)', '1.5rem'],
        title: ['var(--type-title)', '1.75rem'],
        figure: ['var(--type-figure)', '2rem'],
      },
      borderRadius: { box: 'var(--round)', card: 'var(--round-card)' },
      boxShadow: { lift: 'var(--lift)' },
      transitionDuration: { quick: 'var(--quick)', calm: 'var(--calm)' },
    },
  },
};

export default config;
