/** Next calls `register` once when the server starts, before the first request. Building the product must not touch its data. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs' && process.env.NEXT_PHASE !== 'phase-production-build') {
    const { boot } = await import('./lib/server/boot');
    await boot();
  }
}
