/**
 * What the simulator plants in the answers of the sample's sales people to past insights, so that tests can ask whether it is found again, and nobody takes it for
 * the opinion of real people. The insights are the product's own, made as of a past day; whether they came true is a fact of the (real) outcomes. Only what people
 * did with them is drawn here, from one seed.
 */

/** Odds of helpful (against not helpful or incorrect) among answers: right insights over the others, and each later month over the one before. */
export const HELPFUL = {
  amongOthers: 0.5,
  oddsRatioRight: 2.5,
  oddsPerMonth: 1.05,
  /** How far the log odds found in a sample of the usual size may be off: about three standard errors. */
  tolerance: { right: 0.6, perMonth: 0.1 },
} as const;

/**
 * Advice that the people of the sample do not want: they know who decides, and being told that no decision maker is known helps them seldom. Its odds of
 * helpful over the others', planted so that the improver has something to find. `tolerance` as above.
 */
export const UNWANTED = { ruleKey: 'no_decision_maker', oddsRatio: 0.12, tolerance: 1.3 } as const;

/** Chance that the owner acts on an insight they saw, by its severity, where there is an action to take and time to take it. */
export const ACTED_ON = { low: 0.12, medium: 0.25, high: 0.45, tolerance: 0.12 } as const;

/** A colleague who answers too says the same as the owner with this chance, and otherwise draws for themselves: by construction Krippendorff's alpha over such pairs. */
export const COPIES = { share: 0.6, tolerance: 0.25 } as const;

/** What has no effect on anything: how much is seen, opened, answered and rated at all. */
export const HABITS = {
  seen: 0.92, expanded: 0.45, copied: 0.05, seenAgain: 0.25,
  answered: 0.55, secondOpinion: 0.3, stars: 0.5, accuracy: 0.35, text: 0.12,
  /** Of answers that are not helpful: incorrect, when it was wrong, and when it was not. */
  incorrectWhenWrong: 0.45, incorrectElse: 0.1,
  /** Of insights not acted on: dismissed after an answer against it, and otherwise. */
  dismissedAgainst: 0.4, dismissedElse: 0.05,
} as const;
