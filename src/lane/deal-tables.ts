import type { Input } from '../core/example.js';
import type { DealTable } from '../deal/deal.js';
import type { KernelExports } from './load-kernel.js';

/** The plan without what can't be sent to a thread. */
export interface DealNumbers {
  readonly numbers: DealTable['numbers'];
  readonly labelsJson: readonly string[];
  readonly input: Input['kind'];
}

/** Copies the plan into the kernel's memory; behind a text there is a quote to close. Views of the memory made before are void afterwards. */
export function fillDeal(kernel: KernelExports, { numbers, labelsJson, input }: DealNumbers): void {
  const { writtenAs, fixedSplits, cuts, hasCut, repeatedHighs, repeatedLows, repeatedStarts } = numbers;
  const tails = labelsJson.map((json) => Buffer.from(`${input === 'text' ? '"' : ''},"labels":${json}}\n`));
  const tailBytes = tails.reduce((sum, tail) => sum + tail.length, 0);
  const longestTail = tails.reduce((most, tail) => Math.max(most, tail.length), 0);
  kernel.reserveDeal(writtenAs.length, labelsJson.length, repeatedHighs.length);
  kernel.reserveLines(labelsJson.length, tailBytes, longestTail);

  const { buffer } = kernel.memory;
  new Int32Array(buffer, kernel.writtenAsAt()).set(writtenAs);
  new Int32Array(buffer, kernel.fixedSplitsAt()).set(fixedSplits);
  new Uint32Array(buffer, kernel.cutsAt()).set(cuts);
  new Uint8Array(buffer, kernel.hasCutAt()).set(hasCut);
  new Uint32Array(buffer, kernel.repeatedHighsAt()).set(repeatedHighs);
  new Uint32Array(buffer, kernel.repeatedLowsAt()).set(repeatedLows);
  new Uint32Array(buffer, kernel.repeatedStartsAt()).set(repeatedStarts);
  new Uint8Array(buffer, kernel.tailsAt()).set(Buffer.concat(tails));
  const ends = new Uint32Array(buffer, kernel.tailEndsAt(), tails.length + 1);
  let end = 0;
  tails.forEach((tail, set) => {
    ends[set] = end;
    end += tail.length;
  });
  ends[tails.length] = end;
}

/** Hands over how many lines the kernel wrote per split and set, and begins to count anew. */
export function takeCounts(
  kernel: KernelExports,
  setCount: number,
  give: (split: number, set: number, lines: number) => void,
): void {
  const counts = new Uint32Array(kernel.memory.buffer, kernel.countsAt(), setCount * 3);
  counts.forEach((lines, at) => {
    if (lines > 0) give(at % 3, Math.floor(at / 3), lines);
  });
  counts.fill(0);
}
