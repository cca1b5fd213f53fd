import type { Check } from '../definition.js';

export const nearDuplicateCapped: Check = {
  code: 'near-duplicate-capped',
  title: 'inputs resemble too many others to be compared with all of them',
  explains: `Inputs made from one template have most of their shingles in common with tens of thousands of others, without being near duplicates of them. Such an input is compared with as many as time allows, so some near duplicates of it may be missed. Where this is not told, none is.

Cut off what the texts have in common (see text-start), or accept it: duplicates by the letter are always found.`,
  severity: 'info',
  threshold: {},
  start: () => ({
    finish: ({ near, examples }) =>
      near === undefined
        ? []
        : [
            {
              message: `inputs that resemble too many others to be compared with all of them: ${near.capped}; near duplicates of these may have been missed`,
              count: near.capped,
              share: near.capped / Math.max(1, examples),
              places: [],
              advice: 'Cut off what the texts have in common.',
            },
          ],
  }),
};
