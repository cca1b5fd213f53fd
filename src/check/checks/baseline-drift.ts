import { keyOf } from '../baseline-classes.js';
import type { Check } from '../definition.js';
import { byTarget, ofTarget, percent } from '../describe.js';
import { compareCounts } from '../drift.js';
import { quoted } from '../../core/printable.js';

export const baselineDrift: Check = {
  code: 'baseline-drift',
  title: 'the classes are distributed unlike those of the baseline',
  explains: `The share of a class has changed by more than the limit since the baseline (--baseline), beyond what chance makes of data of this size (three standard errors). A model trained on it will lean another way. New data, a source that fell out and a changed guideline look the same here; only you know which it is.

The message names the class that changed most (L-infinity) and the Jensen-Shannon divergence over all, in bits. If it is meant, take the new manifest for the baseline.`,
  severity: 'error',
  threshold: { limit: { value: 0.05, means: 'difference of the share of a class that is let through' } },
  start: ({ limit }) => ({
    finish(facts) {
      const { baseline } = facts;
      if (baseline === undefined) return [];
      return byTarget(facts).flatMap(({ target, classes }) => {
        const now = new Map(classes.map((one) => [keyOf(one), one.examples] as const));
        const before = new Map(baseline.classes.filter((one) => one.target === target).map((one) => [keyOf(one), one] as const));
        const keys = [...new Set([...before.keys(), ...now.keys()])];
        const drift = compareCounts(
          keys.map((key) => before.get(key)?.examples ?? 0),
          keys.map((key) => now.get(key) ?? 0),
        );
        if (drift === undefined || drift.largest <= limit + drift.chance) return [];
        const worst = keys[drift.worst];
        const name = before.get(worst ?? '')?.name ?? classes.find((one) => keyOf(one) === worst)?.name ?? '';
        return [
          {
            message: `${ofTarget(facts, target)}${quoted(name)} was ${percent(drift.before)} in ${baseline.name} and is ${percent(drift.after)} now (Jensen-Shannon divergence ${drift.divergence.toFixed(3)})`,
            count: 1,
            share: drift.largest,
            places: [],
            advice: 'Find out what changed; make the new manifest the baseline if it is meant.',
          },
        ];
      });
    },
  }),
};
