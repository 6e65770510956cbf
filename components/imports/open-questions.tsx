'use client';

import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import type { Question } from '@/lib/imports/schema';

/** What the file does not tell by itself: each with its choices; an answer stays in sight and can be changed. */
export function OpenQuestions({ questions, onAnswer }: { questions: readonly Question[]; onAnswer: (question: Question, value: string) => void }) {
  if (questions.length === 0) return null;
  const open = questions.filter(({ answer }) => answer === null).length;
  return (
    <Notice
      tone={open > 0 ? 'caution' : 'neutral'}
      title={open === 0 ? 'What you decided about this file' : open === 1 ? 'One thing the file does not tell' : `${open} things the file does not tell`}
    >
      <ul className="flex flex-col gap-4 pt-2 sm:gap-3">
        {questions.map((question) => (
          <li key={`${question.kind} ${question.column} ${question.text} ${question.message}`} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1.5">
            <span className="min-w-0 flex-1 basis-80">{question.message}</span>
            {question.choices.length > 0 && (
              <span className="w-full sm:w-60">
                <Select
                  label={`Answer: ${question.message}`} hideLabel value={question.answer ?? ''} onChange={(event) => event.target.value && onAnswer(question, event.target.value)}
                  options={[...(question.answer === null ? [{ value: '', label: 'Choose…' }] : []), ...question.choices]}
                />
              </span>
            )}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
