import type { Check } from '../definition.js';
import { FLAG } from '../flags.js';
import { createPlaces } from '../places.js';
import { excerpt } from '../excerpt.js';

/** Bytes of UTF-8 that a UTF-16 unit takes at most. A token holds one byte at least. */
const BYTES_PER_UNIT = 3;

export const tokenLimit: Check = {
  code: 'token-limit',
  title: 'an example has more tokens than the model takes',
  explains: `What is beyond the sequence length of the training job is cut off or refused: the end of the text, which may be what the label is about, is never seen. The default limit is the sequence length of Mistral's classifier jobs, 16,384 tokens.

Counting takes a vocabulary, which takes 0.1 s to load, so it is done only where the config says anything of this check but "off", and only of texts that are long enough to have so many. Cut such texts yourself where it makes sense, or leave them out: --where 'len(text) < 40000'.`,
  severity: 'warn',
  threshold: { limit: { value: 16384, means: 'tokens an example may have' } },
  start({ limit, countTokens }) {
    const places = createPlaces();
    return {
      ...(countTokens === undefined
        ? {}
        : {
            when: FLAG.any,
            example({ text, origin }) {
              if (text.length * BYTES_PER_UNIT <= limit || countTokens(text) <= limit) return;
              places.add(origin, () => excerpt(text));
            },
          }),
      finish: ({ examples }) => [
        {
          message: `examples with more than ${limit} tokens: ${places.count} of ${examples}`,
          count: places.count,
          share: places.count / Math.max(1, examples),
          places: places.origins,
          excerpts: places.excerpts,
          advice: 'Cut them where it makes sense, or leave them out with --where.',
        },
      ],
    };
  },
};
