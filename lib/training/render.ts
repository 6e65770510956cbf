/** An example as a question and the answer to it: what a model is trained on. The same for every format. Pure. */
import type { DealSnapshot, GeneratedInsight } from './schema';

/** Goes up when the wording changes: it is in the manifest's hash by way of the lines. */
export const SYSTEM = `You are a sales analyst who advises the owner of one open deal. You are given what is known of the deal at one moment, as JSON, and the type of insight that is wanted: risk, opportunity, next_action or forecast. Answer with one insight as a JSON object with the keys type, title, body, severity, confidence, actions, evidence and prediction. Say nothing that the data does not carry, name people, days and numbers, and predict something that can turn out right or wrong by a date.`;

export const questionOf = (snapshot: DealSnapshot, type: string): string => `Type of insight: ${type}\nDeal: ${JSON.stringify(snapshot)}`;

/** In the order in which the system message names the keys; the rule behind it is ours and says nothing to others. */
export function answerOf({ type, title, body, severity, confidence, actions, evidence, prediction }: GeneratedInsight): string {
  return JSON.stringify({ type, title, body, severity, confidence, actions, evidence, prediction });
}
