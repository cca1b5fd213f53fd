import type { Check } from '../definition.js';

const MEGABYTE = 1_000_000;

export const fileTooLarge: Check = {
  code: 'file-too-large',
  title: 'a file is larger than the service takes',
  explains: `Mistral's files API takes 512 MB a file and answers 413 to a larger one, after it was sent. A job takes any number of files, so a large training set is sent in several.

Write the split in shards, or leave out what is not needed: a maximum per class (--max) mostly costs little. The limit is in bytes.`,
  severity: 'error',
  threshold: { limit: { value: 512 * MEGABYTE, means: 'bytes a file may have' } },
  start: ({ limit }) => ({
    finish({ files }) {
      const large = files.filter(({ bytes }) => bytes > limit);
      const told = large.map(({ name, bytes }) => `${name} (${(bytes / MEGABYTE).toFixed(1)} MB)`);
      return [
        {
          message: `files larger than ${(limit / MEGABYTE).toFixed(1)} MB: ${told.join(', ')}`,
          count: large.length,
          places: large.map(({ name }) => ({ source: name, row: 1, line: 1, byte: 0 })),
          advice: 'Write the split in shards, or keep fewer examples of large classes with --max.',
        },
      ];
    },
  }),
};
