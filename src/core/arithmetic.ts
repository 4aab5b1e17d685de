/**
 * Exponential and logarithms by arithmetic alone: engines may differ in the last bit of `Math.exp` and `Math.log`, and a
 * decision is the same in all of them, to the last digit. Methods and constants of fdlibm (Sun Microsystems 1993,
 * e_exp.c and e_log.c); the error is below one unit in the last place.
 */

/** ln 2 in two parts: multiples of the first are exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/** Beyond these, the result is infinite or 0. */
const LARGEST_EXPONENT = 709.782712893384;
const SMALLEST_EXPONENT = -745.1332191019411;

/** eˣ, for any number. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > LARGEST_EXPONENT) return Number.POSITIVE_INFINITY;
  if (x < SMALLEST_EXPONENT) return 0;
  // x = k·ln 2 + r with |r| of at most ½ ln 2, and eˣ = 2ᵏ·eʳ.
  const k = Math.round(x / Math.LN2);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (0.16666666666666602 +
        t *
          (-0.0027777777777015593 +
            t * (0.00006613756321437934 + t * (-0.0000016533902205465252 + t * 4.1381367970572385e-8))));
  return timesPowerOfTwo(1 - (low - (r * c) / (2 - c) - high), k);
}

/** x·2ᵏ, exact where the result is a normal number. */
function timesPowerOfTwo(x: number, k: number): number {
  const factor = k < 0 ? 0.5 : 2;
  let result = x;
  for (let left = Math.abs(k); left > 0; left--) result *= factor;
  return result;
}

/** ln x; −∞ for 0, NaN below. */
export function log(x: number): number {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY) return x === 0 ? Number.NEGATIVE_INFINITY : x > 0 ? x : Number.NaN;
  // x = 2ᵏ·(1 + f) with 1 + f between √½ and √2.
  let k = 0;
  let mantissa = x;
  for (; mantissa >= Math.SQRT2; k++) mantissa /= 2;
  for (; mantissa < Math.SQRT1_2; k--) mantissa *= 2;
  const f = mantissa - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const odd = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const even = z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  const half = 0.5 * f * f;
  return k * LN2_HIGH - (half - (s * (half + odd + even) + k * LN2_LOW) - f);
}

/** log₂ x. */
export function log2(x: number): number {
  return log(x) / Math.LN2;
}

/** Decimal places to which a logarithm of base 10 is exact enough: those of powers of ten are then whole. */
const DECIMALS = 1e12;

/** log₁₀ x, to 12 decimal places. */
export function log10(x: number): number {
  return Math.round((log(x) / Math.LN10) * DECIMALS) / DECIMALS;
}
