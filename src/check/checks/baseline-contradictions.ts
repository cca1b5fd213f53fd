import type { Check } from '../definition.js';

export const baselineContradictions: Check = {
  code: 'baseline-contradictions',
  title: 'there are more contradictions than in the baseline',
  explains: `Since the baseline (--baseline) more inputs have got different labels. New rows disagree with old ones: the people who label, or their guideline, have changed. The check contradiction tells of all of them; this one only of an increase, so that a data set can grow without getting worse.

Look at the places of contradiction, and correct the labels before they are merged.`,
  severity: 'error',
  threshold: {},
  start: () => ({
    finish({ baseline, equal, examples }) {
      if (baseline === undefined || equal === undefined) return [];
      const { inputs, places } = equal.exact.contradictions;
      return [
        {
          message: `inputs with different labels: ${inputs}, ${baseline.contradictions} in ${baseline.name}`,
          count: Math.max(0, inputs - baseline.contradictions),
          share: Math.max(0, inputs - baseline.contradictions) / Math.max(1, examples),
          places,
          advice: 'Correct the labels of the new rows.',
        },
      ];
    },
  }),
};
