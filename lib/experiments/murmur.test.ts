import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { murmur, murmurBytes } from './murmur';

describe('MurmurHash3, x86, 32 bits', () => {
  // As the reference implementation (SMHasher) gives them.
  it.each([
    ['', 0, 0x00000000], ['', 1, 0x514e28b7], ['', 0xffffffff, 0x81f16f39],
    ['a', 0x9747b28c, 0x7fa09ea6], ['aa', 0x9747b28c, 0x5d211726], ['aaa', 0x9747b28c, 0x283e0130], ['aaaa', 0x9747b28c, 0x5a97808a],
    ['ab', 0x9747b28c, 0x74875592], ['abc', 0x9747b28c, 0xc84a62dd], ['abcd', 0x9747b28c, 0xf0478627],
    ['Hello, world!', 0x9747b28c, 0x24884cba], ['ππππππππ', 0x9747b28c, 0xd58063c1],
    ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
    ['\0', 0, 0x514e28b7], ['\0\0', 0, 0x30f4c306], ['\0\0\0', 0, 0x85f0b427], ['\0\0\0\0', 0, 0x2362f9de],
  ])('%j with seed %i', (text, seed, expected) => {
    expect(murmur(text, seed)).toBe(expected);
  });

  it.each([
    [[0xff, 0xff, 0xff, 0xff], 0, 0x76293b50], [[0x21, 0x43, 0x65, 0x87], 0, 0xf55b516b], [[0x21, 0x43, 0x65, 0x87], 0x5082edee, 0x2362f9de],
    [[0x21, 0x43, 0x65], 0, 0x7e4a8634], [[0x21, 0x43], 0, 0xa0f7b07a], [[0x21], 0, 0x72661cf4],
  ])('bytes %j with seed %i', (bytes, seed, expected) => {
    expect(murmurBytes(Uint8Array.from(bytes), seed)).toBe(expected);
  });

  it('reads any text as its UTF-8 bytes, however it is read', () => {
    const texts = fc.oneof(fc.string({ unit: 'binary-ascii', maxLength: 40 }), fc.string({ unit: 'binary', maxLength: 40 }), fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 12 }).map((codes) => String.fromCharCode(...codes)));
    fc.assert(fc.property(texts, fc.integer({ min: 0, max: 0xffffffff }), (text, seed) => murmur(text, seed) === murmurBytes(new TextEncoder().encode(text), seed)), { numRuns: 500 });
  });
});
