import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

type Rgb = readonly [number, number, number];
type Scheme = 'light' | 'dark';

const css = readFileSync(path.join(import.meta.dirname, 'tokens.css'), 'utf8');

/** The hex colour of a token in one scheme, read from the stylesheet that ships. */
function token(name: string, scheme: Scheme): Rgb {
  const pair = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(css);
  const single = new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(css);
  const hex = pair?.[scheme === 'light' ? 1 : 2] ?? single?.[1];
  if (hex === undefined) throw new Error(`no colour named ${name}`);
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255) as unknown as Rgb;
}

/** Linear light of an sRGB channel (IEC 61966-2-1). */
const linear = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const dot = (row: Rgb, v: Rgb) => row[0] * v[0] + row[1] * v[1] + row[2] * v[2];
const apply = (m: readonly [Rgb, Rgb, Rgb], v: Rgb): Rgb => [dot(m[0], v), dot(m[1], v), dot(m[2], v)];

/** Contrast ratio of WCAG 2.2. */
function contrast(a: Rgb, b: Rgb): number {
  const luminance = (c: Rgb) => dot([0.2126, 0.7152, 0.0722], [linear(c[0]), linear(c[1]), linear(c[2])]);
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** Complete dichromacy in linear RGB: Machado, Oliveira and Fernandes 2009, severity 1. */
const sight: Record<string, readonly [Rgb, Rgb, Rgb]> = {
  usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

/** OKLab (Ottosson 2020) of a colour as a kind of sight sees it. */
function seen(colour: Rgb, matrix: readonly [Rgb, Rgb, Rgb]): Rgb {
  const light: Rgb = [linear(colour[0]), linear(colour[1]), linear(colour[2])];
  const clipped = apply(matrix, light).map((c) => Math.min(1, Math.max(0, c))) as unknown as Rgb;
  const cone = apply(
    [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]],
    clipped,
  ).map(Math.cbrt) as unknown as Rgb;
  return apply(
    [[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099], [0.0259040371, 0.7827717662, -0.808675766]],
    cone,
  );
}

const distance = (a: Rgb, b: Rgb) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
const tones = ['risk', 'caution', 'opportunity', 'action', 'forecast'];
const grounds = ['canvas', 'panel', 'panel-sunken', 'panel-overlay'];

describe.each<Scheme>(['light', 'dark'])('tokens, %s', (scheme) => {
  it.each([
    ...grounds.flatMap((ground) => ['ink', 'ink-muted', ...tones].map((text) => [text, ground])),
    ...tones.map((tone) => [tone, `${tone}-soft`]),
    ['ink', 'panel-deep'],
    ['ink-muted', 'panel-deep'],
    ['on-brand', 'brand'],
    ['on-brand', 'brand-strong'],
  ] as [string, string][])('text %s on %s reaches 4.5:1', (text, ground) => {
    expect(contrast(token(text, scheme), token(ground, scheme))).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    ...tones.map((tone) => [`${tone}-mark`, 'panel']),
    ...[1, 2, 3, 4, 5, 6].map((n) => [`series-${n}`, 'panel']),
    ['control-line', 'panel'],
    ['control-line', 'canvas'],
    ['focus-line', 'canvas'],
    ['brand', 'canvas'],
  ] as [string, string][])('mark %s on %s reaches 3:1', (mark, ground) => {
    expect(contrast(token(mark, scheme), token(ground, scheme))).toBeGreaterThanOrEqual(3);
  });

  it.each(Object.keys(sight))('the six chart series stay apart: %s', (kind) => {
    const matrix = sight[kind];
    if (!matrix) throw new Error(kind);
    const series = [1, 2, 3, 4, 5, 6].map((n) => seen(token(`series-${n}`, scheme), matrix));
    const nearest = Math.min(...series.flatMap((a, i) => series.slice(i + 1).map((b) => distance(a, b))));
    expect(nearest).toBeGreaterThanOrEqual(0.1);
  });
});
