import path from 'node:path';

/** Headers that are the same for every answer; the content policy is made per request in proxy.ts, HSTS in scripts/serve.mjs. */
const headers = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()' },
];

/** Never the private parts of an answer in a shared cache; Next's own files (hashed names) keep their long life. */
const noStore = [{ key: 'Cache-Control', value: 'private, no-store' }];

/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  agentRules: false,
  // A development server would print what actions are called with: passwords among it.
  logging: { serverFunctions: false },
  // `npm run check` checks types; a start on a fresh machine need not do it again.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: path.resolve(import.meta.dirname) },
  // These load their own files (WebAssembly, native code, worker threads) and must stay where they are.
  serverExternalPackages: ['@electric-sql/pglite', 'pglite-prisma-adapter', '@prisma/adapter-pg', 'pg', '@node-rs/argon2', 'pino'],
  headers: async () => [
    { source: '/:path*', headers },
    { source: '/w/:path*', headers: noStore },
    { source: '/api/:path*', headers: noStore },
  ],
};

export default config;
