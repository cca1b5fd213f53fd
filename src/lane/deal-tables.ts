import type { Input } from '../core/example.js';
import type { JsonTexts } from '../core/json-texts.js';
import type { DealTable } from '../deal/deal.js';
import type { KernelExports } from './load-kernel.js';

/** The plan without what can't be sent to a thread. */
export interface DealNumbers {
  readonly numbers: DealTable['numbers'];
  readonly labelsJson: JsonTexts;
  readonly input: Input['kind'];
}

/** Copies the plan into the kernel's memory; behind a text there is a quote to close. Views of the memory made before are void afterwards. */
export function fillDeal(kernel: KernelExports, { numbers, labelsJson, input }: DealNumbers): void {
  const { writtenAs, fixedSplits, cuts, hasCut, repeatedHighs, repeatedLows, repeatedStarts } = numbers;
  const [before, after] = [Buffer.from(`${input === 'text' ? '"' : ''},"labels":`), Buffer.from('}\n')];
  const around = before.length + after.length;
  const sizeOf = (set: number): number => (labelsJson.starts[set + 1] ?? 0) - (labelsJson.starts[set] ?? 0) + around;
  let longestTail = 0;
  for (let set = 0; set < labelsJson.length; set++) longestTail = Math.max(longestTail, sizeOf(set));
  const tailBytes = labelsJson.bytes.length + labelsJson.length * around;
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
  const tails = new Uint8Array(buffer, kernel.tailsAt(), tailBytes);
  const ends = new Uint32Array(buffer, kernel.tailEndsAt(), labelsJson.length + 1);
  let end = 0;
  for (let set = 0; set < labelsJson.length; set++) {
    ends[set] = end;
    tails.set(before, end);
    tails.set(labelsJson.bytes.subarray(labelsJson.starts[set], labelsJson.starts[set + 1]), end + before.length);
    end += sizeOf(set);
    tails.set(after, end - after.length);
  }
  ends[labelsJson.length] = end;
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
