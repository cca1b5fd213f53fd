import type { Gate, Issue } from '../../src/index.js';

/** Texts that would do harm where they are not escaped. */
export const HOSTILE: readonly string[] = [
  '<script>window.pwned = 1</script>',
  '</script><script>window.pwned = 1</script>',
  '</style><img src=x onerror="window.pwned = 1">',
  '"><svg onload=window.pwned=1>',
  "' onmouseover='window.pwned=1",
  '<!-- --> ]]> <![CDATA[ &amp; &#x3c;script>',
  'javascript:window.pwned=1',
  'right\u202eto\u202cleft \u2066isolated\u2069',
  '\u001b[31mred\u001b[0m \u009b31m bell\u0007',
  'zero\u200bwidth \ufeff \u00ad',
  'lone \ud800 and \udc00',
  'lines\r\nof\ntext\u2028and\u0085more',
  '%0A::error file=x::pwned',
  '\n::error::pwned',
  'comma, colon: percent%',
  '| pipe | `tick` | **bold** | [link](http://example.com) | ![image](x)',
  'www.example.com http://example.com @someone $x$ ~~gone~~ <b>bold</b> \\ #1 &lt;',
  '```\ncode\n```',
  '👨‍👩‍👧 日本語 مرحبا',
  'L'.repeat(1024),
];

const issue = (code: string, rest: Partial<Issue> = {}): Issue => ({
  code,
  severity: 'warn',
  message: `what ${code} found`,
  count: 1,
  places: [],
  ...rest,
});

const ACCOUNT: Gate['account'] = { rowsRead: 10, written: 7, rejected: { 'text-empty': 1 }, leftOut: { duplicate: 2 } };

export const CLEAN: Gate = { passed: true, failOn: 'error', account: { ...ACCOUNT, rejected: {}, written: 8 }, issues: [] };

/** Issues of each severity, the mildest first, with and without places. */
export const MIXED: Gate = {
  passed: false,
  failOn: 'error',
  account: ACCOUNT,
  issues: [
    issue('fine-print', { severity: 'info' }),
    issue('look-alike', {
      places: [
        { source: 'a.csv', row: 2, line: 3, byte: 20 },
        { source: 'records', row: 7, line: 0, byte: -1 },
        { source: '-', row: 1, line: 1, byte: 0 },
      ],
      excerpts: ['Refund', 'refund', 'refund '],
      advice: 'merge them with a class map',
      share: 0.125,
    }),
    issue('single-class', {
      severity: 'error',
      places: Array.from({ length: 9 }, (_, at) => ({ source: 'dir/b c.csv', row: at + 1, line: at + 2, byte: at })),
      advice: 'add data of another class',
    }),
  ],
};

/** Hostile texts wherever data can stand. */
export const EVIL: Gate = {
  passed: false,
  failOn: 'warn',
  account: ACCOUNT,
  issues: HOSTILE.map((text, at) =>
    issue(`hostile-${at}`, {
      message: `found ${text}`,
      places: [
        { source: text, row: at + 1, line: at + 1, byte: 0 },
        { source: text, row: at + 2, line: 0, byte: -1 },
      ],
      excerpts: [text, text],
      advice: `look at ${text}`,
    }),
  ),
};
