import type { Issue } from '../../src/core/issue.js';
import { check, type CheckHooks, type CheckRequest } from '../../src/index.js';

export interface Row {
  readonly text: string;
  readonly label: string;
  readonly split?: string;
}

const SUBJECTS = ['my parcel', 'the invoice', 'your driver', 'this jacket', 'the new lamp', 'our contract', 'a voucher'];
const VERBS = ['arrived too late', 'is nowhere to be found', 'looks damaged', 'was charged twice', 'needs another address'];
const ENDINGS = ['since monday', 'again', 'and nobody answers', 'please help', 'as far as i can tell', 'in the app'];
const OPENINGS = ['hello', 'i think', 'so', 'well then', 'it seems', 'honestly', 'could it be that', 'they say', 'as i wrote'];

/** Clean rows: distinct texts of two classes, by turns. At most 1,890. */
export function cleanRows(count: number): Row[] {
  const texts = OPENINGS.flatMap((opening) =>
    SUBJECTS.flatMap((subject) => VERBS.flatMap((verb) => ENDINGS.map((ending) => `${opening} ${subject} ${verb} ${ending}`))),
  );
  const step = 37; // no divisor of their number, so that neighbours differ
  return Array.from({ length: count }, (_, at) => ({
    text: texts[(at * step) % texts.length] ?? '',
    label: at % 2 === 0 ? 'delivery' : 'billing',
  }));
}

/** The issues of rows in memory. */
export async function issuesOf(
  rows: readonly Row[],
  request: Partial<CheckRequest> = {},
  hooks: CheckHooks = {},
): Promise<readonly Issue[]> {
  const hasSplits = rows.some(({ split }) => split !== undefined);
  const { issues } = await check(
    {
      sources: [{ rows }],
      mapping: {
        text: 'text',
        labels: { topic: { field: 'label' } },
        ...(hasSplits ? { split: { field: 'split' } } : {}),
      },
      ...request,
    },
    hooks,
  );
  return issues;
}

/** Codes with the rows they name. */
export function told(issues: readonly Issue[]): readonly (readonly [code: string, rows: readonly number[]])[] {
  return issues.map(({ code, places }) => [code, places.map(({ row }) => row)] as const);
}
