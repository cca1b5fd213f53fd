import type { Check } from '../definition.js';

const MEGABYTE = 1_000_000;
/** "1 MB; rule of thumb: the smaller of 1 MB and 5 % of the training data", Mistral's questions and answers on fine-tuning. */
const SHARE_OF_TRAIN = 0.05;

export const validationTooLarge: Check = {
  code: 'validation-too-large',
  title: 'validation is larger than the rule of thumb of the service',
  explains: `Mistral's documentation gives a rule of thumb for the validation file: the smaller of 1 MB and 5 % of the training data. Validation is run again and again during training, so a large one takes time, and its examples are missing in train. The rule is not enforced: the cookbooks use 10 %, and such jobs went through.

Split with a smaller validation part, for instance --split 90/3/7 or --validation 500, if you want to follow it.`,
  severity: 'info',
  threshold: { limit: { value: MEGABYTE, means: 'bytes validation may have, if it is no more than 5 % of train' } },
  start: ({ limit }) => ({
    finish({ files }) {
      const sum = (split: string): number =>
        files.filter((file) => file.split === split).reduce((total, { bytes }) => total + bytes, 0);
      const [train, validation] = [sum('train'), sum('validation')];
      const most = Math.min(limit, train * SHARE_OF_TRAIN);
      if (train === 0 || validation <= most) return [];
      return [
        {
          message: `validation has ${(validation / 1000).toFixed(1)} KB, the rule of thumb is ${(most / 1000).toFixed(1)} KB: the smaller of ${(limit / MEGABYTE).toFixed(1)} MB and 5 % of train`,
          count: 1,
          share: validation / train,
          places: [],
          advice: 'Split with a smaller validation part (--validation N), if you want to follow the rule.',
        },
      ];
    },
  }),
};
