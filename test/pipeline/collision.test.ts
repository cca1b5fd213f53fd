import { describe, expect, it, vi } from 'vitest';
import { createFingerprinter } from '../../src/core/fingerprint.js';
import type * as fingerprints from '../../src/core/fingerprint.js';
import type { Halves } from '../../src/core/rank.js';
import { failureOf, prepareRows } from './support.js';

const weakness = vi.hoisted(() => ({ bits: 64 }));

/** Fingerprints of few bits, so that different inputs share one. */
vi.mock('../../src/core/fingerprint.js', async (load) => {
  const whole = await load<typeof fingerprints>();
  return {
    ...whole,
    createFingerprinter: (options = {}) => whole.createFingerprinter({ ...options, bits: weakness.bits }),
  };
});

interface LabelledRow {
  readonly text: string;
  readonly intent: string;
}

/** Rows with texts of their own, of which two share a fingerprint without salt. */
async function collidingRows(): Promise<readonly LabelledRow[]> {
  const print = await createFingerprinter();
  const out: Halves = { high: 0, low: 0 };
  for (let attempt = 0; ; attempt++) {
    const rows = Array.from({ length: 60 }, (_, at) => ({ text: `try ${attempt}, row ${at}`, intent: at % 2 === 0 ? 'a' : 'b' }));
    const prints = rows.map(({ text }) => {
      print({ kind: 'text', text }, out);
      return out.low;
    });
    if (new Set(prints).size < rows.length) return rows;
  }
}

describe('two different inputs with one fingerprint', () => {
  it('are told apart by their bytes: neither is taken for a copy of the other', async () => {
    weakness.bits = 14;
    const rows = await collidingRows();
    const { result, train, validation, test } = await prepareRows(rows, { duplicates: 'keep-one', contradictions: 'drop' });
    expect(result.account).toEqual({ rowsRead: 60, written: 60, rejected: {}, leftOut: {} });
    expect(result.issues).toEqual([]);
    const texts = [...train, ...validation, ...test].map((line) => line.text);
    expect(new Set(texts)).toEqual(new Set(rows.map(({ text }) => text)));
  });

  it('end the run where no salt tells them apart', async () => {
    weakness.bits = 2;
    const error = await failureOf(prepareRows(await collidingRows()));
    expect([error.code, error.exitCode]).toEqual(['INTERNAL', 70]);
  });
});
