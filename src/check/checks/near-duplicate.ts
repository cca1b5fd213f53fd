import type { Check } from '../definition.js';

export const nearDuplicate: Check = {
  code: 'near-duplicate',
  title: 'inputs are nearly the same',
  explains: `"where is my order 4711" and "where is my order 4712": to a model that is one text. Where one is in train and the other in test, the test set says what train said and flatters the model. So where the data has splits, the clusters that are in several of them are told; where it has none yet, all clusters, since a split by chance would cut some of them.

Two inputs are near duplicates where they share at least 0.8 (nearDuplicateThreshold) of all their shingles: every three neighbouring characters, in NFKC and lower case. The search is exact and keeps a few hundred bytes per text, so it is made only where it is asked for: by --near-duplicates warn, or by nearDuplicates in the config. The places of a pair stand next to each other, the closest pair first.

Have prepare keep each cluster in one split: --near-duplicates group.`,
  severity: 'warn',
  threshold: {},
  start: () => ({
    finish({ near, examples }) {
      if (near === undefined) return [];
      const { clusters, inputs, closest, places, isAcrossSplits } = near;
      const what = isAcrossSplits ? 'near duplicates in different splits' : 'inputs that are nearly the same';
      return [
        {
          message: `${what}: ${clusters} ${clusters === 1 ? 'cluster' : 'clusters'}, with ${inputs} inputs${closest === undefined ? '' : `, the closest with a similarity of ${closest.toFixed(2)}`}`,
          count: clusters,
          share: inputs / Math.max(1, examples),
          places,
          advice: 'Prepare with --near-duplicates group, which keeps each cluster in one split.',
        },
      ];
    },
  }),
};
