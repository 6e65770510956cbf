import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chiSquareAbove, normalAbove, normalBeyond, studentBeyond } from './distributions';
import { noncentralBeyond } from './noncentral-t';
import { betaCurve, commonNodes, normalCurve } from './posterior-curve';
import { integrate, rootBetween, rootFrom } from './quadrature';

describe('tails', () => {
  // Values of scipy 1.17.
  it.each([
    [normalAbove(20), 2.7536241186061556e-89], [normalBeyond(8), 2 * 6.22096057427174e-16], [studentBeyond(20, 200), 1.3357767058387848e-49], [studentBeyond(1, 1.5), 0.45113536727671033],
    [chiSquareAbove(18.7, 1), 1.5298248721616645e-5], [chiSquareAbove(300, 3), 9.948758346327588e-65], [chiSquareAbove(50_000, 50_000), 0.4991589556391113], [chiSquareAbove(101_000, 100_000), 0.012868840377233648],
    [chiSquareAbove(1900, 2000), 0.9449453137692619], [chiSquareAbove(1300, 1200), 0.022714354700517678], [chiSquareAbove(0, 3), 1],
  ])('%d is %d', (got, want) => expect(Math.abs(got - want)).toBeLessThanOrEqual(1e-9 * want));

  it('of chi-square meet where its two ways do', () => {
    for (const z of [-3, -1, 0, 1, 3]) {
      const at = (df: number) => chiSquareAbove(df + z * Math.sqrt(2 * df), df);
      expect(at(1000)).toBeCloseTo(at(1001), 4);
    }
  });

  it('of noncentral t: without an effect Student\'s, with many degrees of freedom the normal\'s', () => {
    for (const df of [1, 2.5, 10, 300]) expect(noncentralBeyond(2, df, 0)).toBeCloseTo(studentBeyond(2, df), 7);
    expect(noncentralBeyond(1.96, 1e7, 2.8)).toBeCloseTo(normalAbove(1.96 - 2.8) + normalAbove(1.96 + 2.8), 6);
    // scipy: nct.sf(2.1, 18, 2) + nct.cdf(-2.1, 18, 2)
    expect(noncentralBeyond(2.1, 18, 2)).toBeCloseTo(0.4737060349010954, 9);
  });
});

describe('integrals and roots', () => {
  it('are those of the textbook', () => {
    expect(integrate(Math.exp, 0, 1, 1)).toBeCloseTo(Math.E - 1, 14);
    expect(integrate((x) => Math.sin(40 * x), 0, 3, 20)).toBeCloseTo((1 - Math.cos(120)) / 40, 13);
    expect(rootBetween((x) => x ** 3 - 2, 0, 2)).toBeCloseTo(2 ** (1 / 3), 14);
    expect(rootFrom((x) => Math.log(x) - 20, 1, 2)).toBeCloseTo(Math.exp(20), 3);
    expect(() => rootBetween((x) => x * x + 1, -1, 1)).toThrow(RangeError);
  });

  it('find the root of any rising cubic', () => {
    fc.assert(fc.property(fc.double({ min: -50, max: 50, noNaN: true }), fc.double({ min: 0.01, max: 10, noNaN: true }), (at, k) => {
      const found = rootBetween((x) => (x - at) ** 3 + k * (x - at), -60, 61);
      expect(Math.abs(found - at)).toBeLessThan(1e-9);
    }));
  });
});

describe('a posterior as a curve', () => {
  const parameter = fc.double({ min: 0.5, max: 50_000, noNaN: true });
  it('holds all of itself, and its two sides add up', () => {
    fc.assert(fc.property(parameter, parameter, (a, b) => {
      const curve = betaCurve(a, b);
      const { at, weight } = commonNodes([curve, betaCurve(b, a)]);
      let area = 0;
      for (let k = 0; k < at.length; k++) area += weight[k]! * curve.density(at[k]!);
      // With half a success on either side the curve is at its widest, and the quadrature at its worst: 9e-10.
      expect(area).toBeCloseTo(1, 8);
      const t = at[Math.floor(at.length / 2)]!;
      expect(curve.below(t) + curve.above(t)).toBeCloseTo(1, 11);
      expect(curve.below(t)).toBeCloseTo(betaCurve(b, a).above(-t), 11);
    }), { numRuns: 60 });
  });

  it('needs parameters', () => {
    expect(() => betaCurve(0, 1)).toThrow(RangeError);
    expect(() => normalCurve(1, 0)).toThrow(RangeError);
  });
});
