/**
 * Tokens and cost, estimated. Providers count with their own tokenisers; without them the rule is one token for four bytes of UTF-8
 * (English text has about that; other scripts have fewer bytes a token, so that they are not underestimated by much), three for each
 * message and three for a conversation. Pure.
 */
export const TOKEN_RULE = 'a quarter of the bytes in UTF-8, 3 more for each message and 3 for each line: an estimate, providers count with their own tokenisers';

export const tokensIn = (text: string): number => Math.ceil(Buffer.byteLength(text, 'utf8') / 4);
export const tokensOf = (messages: readonly { content: string }[]): number => messages.reduce((sum, { content }) => sum + tokensIn(content) + 3, 3);

/** Epochs that the cost is estimated for: what the seed trains with. */
export const EPOCHS = 3;

/**
 * Dollars per million training tokens, assumed: not checked against the providers' present price lists, and said so beside the figure.
 * What is not here has no price: the cost is null. Open-weight training costs what its machine costs.
 */
export const TRAINING_PRICES: Readonly<Record<'openai_chat' | 'preference', { model: string; usd: number }>> = {
  openai_chat: { model: 'gpt-4.1-mini', usd: 5 },
  preference: { model: 'gpt-4.1-mini', usd: 5 },
};

export function costOf(format: string, tokens: number): { model: string; epochs: number; usd: number | null; note: string } {
  const price = Object.hasOwn(TRAINING_PRICES, format) ? TRAINING_PRICES[format as keyof typeof TRAINING_PRICES] : null;
  if (price) return { model: price.model, epochs: EPOCHS, usd: Math.ceil((tokens * EPOCHS * price.usd) / 1e4) / 100, note: `${price.usd} USD per million training tokens assumed (check the provider’s price list), ${EPOCHS} epochs; inference is charged apart` };
  if (format === 'bedrock') return { model: 'Claude 3 Haiku', epochs: EPOCHS, usd: null, note: 'Amazon charges per training token by region and for provisioned throughput; see its price list' };
  return { model: 'open weights', epochs: EPOCHS, usd: null, note: 'costs what the machine costs that trains it' };
}
