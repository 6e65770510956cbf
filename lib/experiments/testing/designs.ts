/** Designs for tests and benchmarks. */
import { newExperiment, type NewExperiment, type NewExperimentInput } from '../schema';

type Over = Partial<NewExperimentInput>;
const external = (key: string, name = key) => ({ key, name, payload: { kind: 'external' as const, value: key } });

/** Something that a program decides, judged by a rate, a mean and a ratio; no windows unless given. */
export const externalDesign = (over: Over = {}): NewExperiment => newExperiment.parse({
  name: 'Subject line', hypothesis: 'Curiosity opens more mails.', type: 'AB_TEST', allocation: 'EQUAL', unit: 'contact', subject: { kind: 'external', what: 'subject_line' },
  variants: [external('control', 'As always'), external('curiosity', 'Curiosity')],
  metrics: [
    { key: 'reply', name: 'Replied', kind: 'binomial', role: 'primary' },
    { key: 'spend', name: 'Spent', kind: 'revenue', role: 'secondary' },
    { key: 'opens', name: 'Opens a mail', kind: 'ratio', role: 'secondary' },
  ],
  ...over,
});

/** Days of silence after which the rule speaks. */
export const ruleDesign = (over: Over = {}): NewExperiment => newExperiment.parse({
  name: 'Silent sooner', type: 'AB_TEST', allocation: 'EQUAL', unit: 'deal', subject: { kind: 'rule', ruleKey: 'ghosted' },
  variants: [
    { key: 'control', name: 'As it is', payload: { kind: 'rule', enabled: true, settings: {} } },
    { key: 'off', name: 'Switched off', payload: { kind: 'rule', enabled: false, settings: {} } },
  ],
  metrics: [{ key: 'helpful', name: 'Helpful', kind: 'ratio', role: 'primary', measure: 'helpful' }],
  ...over,
});
