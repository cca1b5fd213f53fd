import type { McNemar } from '../core/evaluation.js';

/**
 * Whether two models differ by more than chance. Method: McNemar's test, exact and two-sided: of the examples that only one of
 * them got right, as many should fall to either. Time O(those examples).
 */
export function mcNemar(counts: Omit<McNemar, 'pValue'>): McNemar {
  const { onlyFirst, onlySecond } = counts;
  const tries = onlyFirst + onlySecond;
  const fewer = Math.min(onlyFirst, onlySecond);
  // the terms of the binomial distribution from `fewer` down, each by the one before it; the first as a logarithm, because
  // 2^-tries is 0 in doubles from 1,075 on
  let logFirst = -tries * Math.LN2;
  for (let k = 1; k <= fewer; k++) logFirst += Math.log((tries - k + 1) / k);
  let term = 1;
  let tail = 1;
  for (let k = fewer; k > 0 && term > 0; k--) {
    term *= k / (tries - k + 1);
    tail += term;
  }
  const pValue = onlyFirst === onlySecond ? 1 : Math.min(1, 2 * tail * Math.exp(logFirst));
  return { ...counts, pValue };
}
