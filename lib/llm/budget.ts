/**
 * A workspace's budget for language models. Each call reserves its most before it is made and settles what it used
 * after: calls in parallel cannot exceed the cap together.
 */
export type Spend = { tokens: number; costMicros: number | null };
/** Null: no cap. */
export type BudgetLimits = { tokens: number | null; costMicros: number | null };
export type Reservation = { ok: true; settle(actual: Spend): Promise<void> } | { ok: false; reason: string };
export type Budget = { reserve(estimate: Spend): Promise<Reservation> };

/** Why `next` does not fit any more, in words; null when it does. `spent` includes what is reserved. */
export function budgetRefusal(limits: BudgetLimits, spent: { tokens: number; costMicros: number }, next: Spend): string | null {
  if (limits.tokens !== null && spent.tokens + next.tokens > limits.tokens) {
    return `the workspace's budget of ${limits.tokens} tokens would be exceeded (${spent.tokens} used or reserved)`;
  }
  if (limits.costMicros === null) return null;
  if (next.costMicros === null) return 'the price of this model is not known, so the cost cap could not be kept';
  return spent.costMicros + next.costMicros > limits.costMicros
    ? `the workspace's budget of $${(limits.costMicros / 1e6).toFixed(2)} would be exceeded ($${(spent.costMicros / 1e6).toFixed(2)} used or reserved)`
    : null;
}

/** A budget held in this process. `spent` can be read to see what is used or reserved. */
export function memoryBudget(limits: BudgetLimits): Budget & { spent: { tokens: number; costMicros: number } } {
  const spent = { tokens: 0, costMicros: 0 };
  const add = (amount: Spend, sign: 1 | -1) => {
    spent.tokens += sign * amount.tokens;
    spent.costMicros += sign * (amount.costMicros ?? 0);
  };
  return {
    spent,
    reserve: async (estimate) => {
      const reason = budgetRefusal(limits, spent, estimate);
      if (reason) return { ok: false, reason };
      add(estimate, 1);
      let open = true;
      return {
        ok: true,
        settle: async (actual) => {
          if (!open) return;
          open = false;
          add(estimate, -1);
          add(actual, 1);
        },
      };
    },
  };
}
