/** What an answer to a question about a file means for mapping and options. Pure. */
import type { ImportOptions, Mapping, Question } from '@/lib/imports/schema';

export type Change = { mapping?: Mapping; options?: Partial<ImportOptions> };

export function answered(question: Question, value: string, mapping: Mapping, options: Partial<ImportOptions>): Change {
  switch (question.kind) {
    case 'date-order': return { options: { dateOrder: value as ImportOptions['dateOrder'] } };
    case 'decimal': return { options: { decimal: value as ImportOptions['decimal'] } };
    case 'match-key': return { options: { matchKey: value as ImportOptions['matchKey'] } };
    case 'required': return { mapping: { ...mapping, [value]: 'name' } };
    case 'stage': {
      const stage = question.choices.find((choice) => choice.value === value)?.stage;
      return question.text !== null && stage ? { options: { stageMap: { ...options.stageMap, [question.text]: stage } } } : {};
    }
  }
}
