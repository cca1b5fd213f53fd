import { describe, expect, it } from 'vitest';
import { errorLine, MAPPING, TICKETS, tickets, withCase } from './support.js';

interface Refusal {
  readonly name: string;
  readonly args: readonly string[];
  /** Default 2. */
  readonly code?: number;
  readonly err: string;
}

const NO_SOURCE =
  'there is nothing to prepare: no source is named, and this folder has no labelmill.config.json; name the sources: labelmill prepare data.csv --text FIELD --label TARGET=FIELD';
const HELP = 'see labelmill prepare --help';

/** Run in a folder with tickets.csv and one.csv, with the mapping behind. */
const WITH_MAPPING: readonly Refusal[] = [
  {
    name: 'an unknown flag, with the one that was meant',
    args: ['tickets.csv', '--mni', '4'],
    err: errorLine('USAGE', `unknown option '--mni' (Did you mean --min?); ${HELP}`),
  },
  {
    name: 'a minimum that is no number',
    args: ['tickets.csv', '--min', 'abc'],
    err: errorLine('USAGE', `option '--min <n>' argument 'abc' is invalid. It takes a whole number; ${HELP}`),
  },
  {
    name: 'a maximum that is neither a number nor a share',
    args: ['tickets.csv', '--max', '3x'],
    err: errorLine('USAGE', '--max takes a whole number or a share such as 20%, not "3x"'),
  },
  {
    name: 'a rule that there is not',
    args: ['tickets.csv', '--duplicates', 'drop'],
    err: errorLine('USAGE', `option '--duplicates <rule>' argument 'drop' is invalid. It takes keep, keep-one or fail; ${HELP}`),
  },
  {
    name: 'a target that is given twice',
    args: ['tickets.csv', '--list', 'queue=body'],
    err: errorLine('USAGE', '--list queue=body: the target "queue" is given twice'),
  },
  {
    name: 'the class for none of a target that there is not',
    args: ['tickets.csv', '--none', 'topic=other'],
    err: errorLine('USAGE', '--none topic=other: no --label or --list gives the target "topic"'),
  },
  {
    name: 'an empty value, as an unset variable gives it',
    args: ['tickets.csv', '--out', ''],
    err: errorLine('USAGE', '--out is empty; give it a value'),
  },
  {
    name: 'a text beside a chat',
    args: ['tickets.csv', '--messages', 'chat'],
    err: errorLine('CONFIG_INVALID', 'mapping has both text and messages; remove one of them'),
  },
  {
    name: 'ratios that are over 100 together',
    args: ['tickets.csv', '--split', '80/30/10'],
    err: errorLine('RATIOS_INVALID', '--split must sum to 1 or to 100, but 80 + 30 + 10 is 120'),
  },
  {
    name: 'ratios of another form',
    args: ['tickets.csv', '--split', '80:10:10'],
    err: errorLine('RATIOS_INVALID', '--split must look like "80/10/10", but is "80:10:10"'),
  },
  {
    name: 'a minimum above the maximum',
    args: ['tickets.csv', '--min', '50', '--max', '10'],
    err: errorLine(
      'BALANCE_INVALID',
      'balance: the minimum for all classes is 50 but its maximum is 10; raise the maximum or lower the minimum',
    ),
  },
  {
    name: 'one source twice',
    args: ['tickets.csv', './tickets.csv'],
    err: errorLine('USAGE', 'tickets.csv and ./tickets.csv are one file, which is given twice; each source is read once'),
  },
  {
    name: 'a minimum that no class reaches, with the largest',
    args: ['tickets.csv', '--min', '1000'],
    code: 1,
    err: errorLine(
      'NO_CLASS_LEFT',
      'no class of target "queue" is left: the largest class, "refund" of target "queue", has 30 examples, below the minimum of 1000; lower --min',
    ),
  },
  {
    name: 'a minimum that one class reaches',
    args: ['tickets.csv', '--min', '25'],
    code: 1,
    err: errorLine(
      'SINGLE_CLASS',
      'target "queue" has one class only, "refund" with 30 examples: there is nothing to tell apart; lower --min, or let it through with --allow-single-class',
    ),
  },
  {
    name: 'data with one class',
    args: ['one.csv'],
    code: 1,
    err: errorLine(
      'SINGLE_CLASS',
      'target "queue" has one class only, "praise" with 9 examples: there is nothing to tell apart; let it through with --allow-single-class',
    ),
  },
];

/** The same, with nothing behind. */
const AS_THEY_ARE: readonly Refusal[] = [
  {
    name: 'an unknown command, with the one that was meant',
    args: ['prepre', 'tickets.csv'],
    err: errorLine('USAGE', "unknown command 'prepre' (Did you mean prepare?); see labelmill --help"),
  },
  { name: 'no source, and no config in the folder', args: ['prepare'], err: errorLine('USAGE', NO_SOURCE) },
  {
    name: 'no mapping',
    args: ['prepare', 'tickets.csv'],
    err: errorLine(
      'USAGE',
      'it is not said which field holds the text (--text FIELD, or --messages FIELD) and which field holds the label (--label TARGET=FIELD); see the fields with: labelmill inspect tickets.csv',
    ),
  },
  {
    name: 'no label',
    args: ['prepare', 'tickets.csv', '--text', 'body'],
    err: errorLine(
      'USAGE',
      'it is not said which field holds the label (--label TARGET=FIELD); see the fields with: labelmill inspect tickets.csv',
    ),
  },
  {
    name: 'a label without its target',
    args: ['prepare', 'tickets.csv', '--text', 'body', '--label', 'queue'],
    err: errorLine('USAGE', '--label takes TARGET=FIELD, as in --label topic=topic_name, not "queue"'),
  },
  {
    name: 'verify without a folder',
    args: ['verify'],
    err: errorLine('USAGE', "missing required argument 'folder'; see labelmill verify --help"),
  },
];

const FILES = { 'tickets.csv': TICKETS, 'one.csv': tickets([['praise', 9]]) };

describe.concurrent('a command that can not be run as given, or asks what the data can not give, writes nothing', () => {
  const all = [
    ...WITH_MAPPING.map((refusal) => ({ ...refusal, args: ['prepare', ...refusal.args, ...MAPPING] })),
    ...AS_THEY_ARE,
  ];
  it.each(all)('$name', async ({ args, code = 2, err }) => {
    await withCase(FILES, async ({ run, names }) => {
      expect(await run(args)).toEqual({ code, signal: null, out: '', err });
      expect(await names()).toEqual(['one.csv', 'tickets.csv']);
    });
  });

  it('a source that is missing, with the name that is near and the place it was looked for', async () => {
    await withCase(FILES, async ({ run, folder }) => {
      const missing = await run(['prepare', 'tickest.csv', ...MAPPING]);
      expect(missing.code).toBe(2);
      expect(missing.err).toBe(
        errorLine(
          'SOURCE_MISSING',
          `there is no tickest.csv (looked for ${folder}/tickest.csv): did you mean "tickets.csv", in the same folder?`,
        ),
      );
      expect((await run(['inspect', 'nothing-like-it'])).err).toBe(
        errorLine('SOURCE_MISSING', `there is no nothing-like-it (looked for ${folder}/nothing-like-it): check the path`),
      );
    });
  });
});

describe.concurrent('an output folder', () => {
  it('that holds files of others is left as it is, with exit code 4', async () => {
    const files = { ...FILES, 'mine/train.jsonl': 'mine\n', 'mine/notes.txt': 'mine too\n' };
    await withCase(files, async ({ run, read, names, folder }) => {
      expect(await run(['prepare', 'tickets.csv', ...MAPPING, '--out', 'mine'])).toEqual({
        code: 4,
        signal: null,
        out: '',
        err: errorLine(
          'OUTPUT_NOT_OURS',
          `${folder}/mine holds what labelmill did not write (notes.txt, train.jsonl): choose another folder or remove them`,
        ),
      });
      expect(await names('mine')).toEqual(['notes.txt', 'train.jsonl']);
      expect(await read('mine/train.jsonl')).toBe('mine\n');
      expect(await names()).toEqual(['mine', 'one.csv', 'tickets.csv']);
    });
  });

  it('that holds a source is refused', async () => {
    await withCase({ 'data/tickets.csv': TICKETS }, async ({ run, folder }) => {
      const { code, err } = await run(['prepare', 'data', ...MAPPING, '--out', 'data']);
      expect(code).toBe(2);
      expect(err).toBe(
        errorLine(
          'SOURCE_IS_OUTPUT',
          `data/tickets.csv is in the output folder ${folder}/data, which a run replaces: choose another folder with --out`,
        ),
      );
    });
  });

  it('whose parent is a file is an error of output, with exit code 3', async () => {
    await withCase(FILES, async ({ run }) => {
      const { code, err } = await run(['prepare', 'tickets.csv', ...MAPPING, '--out', 'one.csv/out']);
      expect(code).toBe(3);
      expect(err).toMatch(/^error OUTPUT_UNWRITABLE: cannot write .*one\.csv.* choose another folder\n$/);
    });
  });
});
