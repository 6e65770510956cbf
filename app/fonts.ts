import { GeistSans } from 'geist/font/sans';
import localFont from 'next/font/local';

/** The geist package preloads every face it exports; the monospaced one marks keys and ids only, so it is declared here without that. */
const mono = localFont({ src: '../node_modules/geist/dist/fonts/geist-mono/GeistMono-Variable.woff2', variable: '--font-geist-mono', weight: '100 900', preload: false });

export const fontVariables = `${GeistSans.variable} ${mono.variable}`;
