import type cliProgress from 'cli-progress';
import { barLook, createDisplay, type Display, type Words } from './display.js';

/** Shows how many inputs a model has answered: a counter on a terminal, lines elsewhere; nothing with `quiet`. */
export function createAnswerDisplay(quiet: boolean, signal: AbortSignal): Promise<Display<number>> {
  return createDisplay(
    { quiet, signal },
    { onTerminal: createCounter, inLines: (words) => (inputs) => `asking ${answered(inputs, words)}` },
  );
}

function createCounter({ SingleBar, Presets }: typeof cliProgress, words: Words): Display<number> {
  const bar = new SingleBar(barLook('asking   {answered}'), Presets.shades_classic);
  const payload = (inputs: number) => ({ answered: answered(inputs, words) });
  bar.start(0, 0, payload(0));
  return { show: (inputs) => bar.update(inputs, payload(inputs)), stop: () => bar.stop() };
}

function answered(inputs: number, { counted }: Words): string {
  return `${counted(inputs, 'input')} answered`;
}
