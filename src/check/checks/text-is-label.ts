import type { Check, Found } from '../definition.js';
import { className, percent } from '../describe.js';
import type { Batch } from '../batch.js';
import type { ExampleView } from '../example-view.js';
import { excerpt } from '../excerpt.js';
import { createPlaces, type Places } from '../places.js';
import { createFolder } from '../screen.js';

/** Texts of a class that must be its label before it is told. */
const FEWEST = 3;

export const textIsLabel: Check = {
  code: 'text-is-label',
  title: 'a text, or a message of it, is its label and nothing else',
  explains: `The text says "refund" and the label is refund; or a chat that was made for another purpose ends with the assistant's answer, which is the label. The model learns to repeat. Now and then people do write just the word, so a class is named only where more than a tenth of its texts (the limit), and at least three, are so, compared without case, spaces and punctuation.

Map the field that holds the text, leave out the assistant's last message (roles of the mapping), or leave the rows out.`,
  severity: 'warn',
  threshold: { limit: { value: 0.1, means: "share of a class's texts that may be its label" } },
  start({ targets, limit }) {
    const fold = createFolder();
    /** Folded hashes of the labels of each label set. */
    const labels: (readonly LabelKey[])[] = [];
    const found = new Map<string, Places & { readonly target: number; readonly name: string }>();
    const labelsOf = (batch: Batch, place: number): readonly LabelKey[] => {
      const labelSet = batch.labelSets[place] ?? 0;
      const known = labels[labelSet];
      if (known !== undefined) return known;
      const made = batch
        .view(place)
        .labels.flatMap((label, target) =>
          (typeof label === 'string' ? [label] : (label ?? [])).map((name) => ({ target, name, ...fold(name) })),
        );
      labels[labelSet] = made;
      return made;
    };
    const keep = ({ target, name }: LabelKey, { text, origin }: ExampleView): void => {
      const key = `${target}:${name}`;
      const places = found.get(key) ?? Object.assign(createPlaces(), { target, name });
      found.set(key, places);
      places.add(origin, () => excerpt(text));
    };
    const isOneOf = (contents: readonly string[], { name, high, low }: LabelKey): boolean =>
      contents.some((content) => {
        if (content.length > 2 * name.length + 8) return false;
        const folded = fold(content);
        return folded.high === high && folded.low === low;
      });
    return {
      batch(batch) {
        const { highs, lows } = batch.found;
        for (let place = 0; place < batch.size; place++) {
          const contents = batch.hasMessages ? batch.view(place).contents : undefined;
          for (const label of labelsOf(batch, place)) {
            const isIt =
              contents === undefined ? lows[place] === label.low && highs[place] === label.high : isOneOf(contents, label);
            if (isIt) keep(label, batch.view(place));
          }
        }
      },
      finish: (facts): readonly Found[] =>
        [...found.values()].flatMap((places) => {
          const one = { target: targets[places.target] ?? '', name: places.name };
          const examples = facts.classes.find(({ target, name }) => target === one.target && name === one.name)?.examples ?? 0;
          const share = places.count / Math.max(1, examples);
          if (places.count < FEWEST || share <= limit) return [];
          return [
            {
              message: `texts of ${className(facts, one)} that are the label: ${places.count} of ${examples} (${percent(share)})`,
              count: places.count,
              share,
              places: places.origins,
              excerpts: places.excerpts,
              advice: 'Map the field that holds the text, or leave out the message that holds the answer.',
            },
          ];
        }),
    };
  },
};

interface LabelKey {
  readonly target: number;
  readonly name: string;
  readonly high: number;
  readonly low: number;
}
