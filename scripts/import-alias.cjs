// How the import rules (.dependency-cruiser.cjs) read `@/…`; the same as `paths` in tsconfig.json.
module.exports = { resolve: { alias: { '@': require('node:path').resolve(__dirname, '..') } } };
