/**
 * Work in bulk on the embedded database never waits for anything outside this process: its promises resolve each other, and no
 * request is even read until it is done. Whoever works in batches therefore pauses between them.
 */
const PAUSE_MS = 5;

/** Between two transactions of bulk work: requests that wait are answered, most of them whole, before the next batch. */
export const letOthersIn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
