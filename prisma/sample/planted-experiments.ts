/**
 * Experiments in the sample's past, made up whole: what mails say and what people did. The effects are written down here before anything is drawn, so that tests can
 * ask whether the product finds them, and nobody takes them for real. What is tried on advice itself the people of the sample start on their own.
 */
import type { NewExperimentInput } from '@/lib/experiments/schema';

export type PlantedExperiment = {
  design: NewExperimentInput;
  /** Days before now on which it began and ended; `end` null: it runs. */
  begin: number; end: number | null;
  /** Mails on a working day; none on weekends. */
  perDay: number;
  /** Chance of each metric, by variant. */
  chances: Record<string, Record<string, number>>;
  /** Decided when it ended: with this winner (null: without one), and what was learnt. */
  decided?: { winner: string | null; learnings: string };
};

const mail = (key: string, name: string, value: string) => ({ key, name, payload: { kind: 'external' as const, value } });
const MADE_UP = 'Made up by the sample’s simulator.';
const optedOut = { key: 'opted_out', name: 'Opted out', kind: 'binomial' as const, role: 'guardrail' as const, better: 'lower' as const, windowDays: 5, tolerance: 0.5 };
const replied = { key: 'replied', name: 'Replied', kind: 'binomial' as const, role: 'primary' as const, windowDays: 5 };

export const PLANTED_EXPERIMENTS: readonly PlantedExperiment[] = [
  {
    design: {
      name: 'Subject line: a question', hypothesis: `A question in the subject line gets more replies than an announcement. ${MADE_UP}`, type: 'AB_TEST', allocation: 'EQUAL', unit: 'message',
      subject: { kind: 'external', what: 'subject_line' }, segmentBy: 'industry', plannedUnits: 6000,
      variants: [mail('announcement', 'Announcement', 'News about {{product}}'), mail('question', 'Question', 'Is {{product}} still on your list?')],
      metrics: [replied, { key: 'meeting', name: 'Meeting booked', kind: 'binomial', role: 'secondary', windowDays: 5 }, optedOut],
    },
    begin: 48, end: null, perDay: 190, chances: { announcement: { replied: 0.08, meeting: 0.02, opted_out: 0.01 }, question: { replied: 0.094, meeting: 0.023, opted_out: 0.01 } },
  },
  {
    design: {
      name: 'Call to action: three ways to ask', hypothesis: `One of three ways to ask for a call gets more of them. ${MADE_UP}`, type: 'MULTI_ARMED_BANDIT', allocation: 'THOMPSON', unit: 'message',
      subject: { kind: 'external', what: 'call_to_action' }, cadenceHours: 72,
      variants: [mail('link', 'Calendar link', 'Pick a time here'), mail('times', 'Two times', 'Does Tuesday at 10 or Thursday at 2 suit you?'), mail('callback', 'Call back', 'Shall I call you this week?')],
      metrics: [{ key: 'call', name: 'Call agreed', kind: 'binomial', role: 'primary', windowDays: 3 }],
    },
    begin: 40, end: null, perDay: 120, chances: { link: { call: 0.09 }, times: { call: 0.125 }, callback: { call: 0.1 } },
  },
  {
    design: {
      name: 'Shorter first mails', hypothesis: `Half the words, more replies. ${MADE_UP}`, type: 'AB_TEST', allocation: 'EQUAL', unit: 'message', subject: { kind: 'external', what: 'message' }, plannedUnits: 3000,
      variants: [mail('usual', 'Usual length', 'About 120 words'), mail('short', 'Half the words', 'About 60 words')],
      metrics: [replied, optedOut],
    },
    begin: 120, end: 78, perDay: 100, chances: { usual: { replied: 0.085, opted_out: 0.012 }, short: { replied: 0.085, opted_out: 0.012 } },
    decided: { winner: null, learnings: 'Length alone made no difference that 3,000 mails could show. Say what is new in the first line instead.' },
  },
];
