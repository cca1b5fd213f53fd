import type { Checkpoint } from '../index.js';

const ROWS = 6;
const BLOCKS = ' ▁▂▃▄▅▆▇█';

/** The training loss over the steps as lines of block characters, and the validation losses below; nothing without checkpoints. */
export function lossCurve(checkpoints: readonly Checkpoint[], width: number): readonly string[] {
  const losses = checkpoints.flatMap(({ step, trainLoss }) => (trainLoss === undefined ? [] : [{ step, loss: trainLoss }]));
  const first = losses[0];
  const last = losses.at(-1);
  const evaluated = checkpoints.flatMap(({ step, validationLoss }) =>
    validationLoss === undefined ? [] : [`${figure(validationLoss)} at step ${step}`],
  );
  if (first === undefined || last === undefined) return [];
  const columns = Math.min(losses.length, Math.max(10, width - 12));
  const heights = Array.from({ length: columns }, (_, at) => {
    const part = losses.slice(Math.floor((at * losses.length) / columns), Math.floor(((at + 1) * losses.length) / columns));
    return part.reduce((sum, { loss }) => sum + loss, 0) / part.length;
  });
  const highest = Math.max(...heights);
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const line = heights.map((height) => block(highest === 0 ? 0 : (height / highest) * ROWS - (ROWS - 1 - row)));
    const label = row === 0 ? figure(highest) : row === ROWS - 1 ? '0' : '';
    return `${label.padStart(9)} ${line.join('')}`.trimEnd();
  });
  return [
    `train loss, step ${first.step} to ${last.step}: ${figure(first.loss)} to ${figure(last.loss)}`,
    ...rows,
    ...(evaluated.length === 0 ? [] : [`validation loss: ${evaluated.slice(-4).join(', ')}`]),
  ];
}

/** Three figures. */
export function figure(value: number): string {
  return value.toPrecision(3);
}

/** A cell that is filled from below by a share. */
function block(share: number): string {
  return BLOCKS[Math.round(Math.min(1, Math.max(0, share)) * (BLOCKS.length - 1))] ?? '';
}
