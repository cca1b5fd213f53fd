// Goes through cases from a number on and tells the parent of each; a parent that hears nothing for long ends it.
import { corpus } from './fuzz-corpus.mjs';
import { makeCase } from './fuzz-case.mjs';
import { judgeCase } from './fuzz-judge.mjs';

const [seed, from, to] = process.argv.slice(2, 5).map(Number);
const folder = process.argv[5];
const seeds = corpus();
const unhandled = [];
process.on('unhandledRejection', (reason) => unhandled.push(reason));

for (let number = from; number < to; number++) {
  const made = makeCase(seeds, seed, number);
  process.send({ number, begins: true });
  const { outcome, faults } = await judgeCase(made, folder);
  if (number % 16 === 0) await new Promise((resolve) => setImmediate(resolve)); // lets rejections surface
  for (const reason of unhandled.splice(0)) faults.push(`a rejection nobody awaited: ${reason?.stack ?? reason}`);
  process.send({ number, outcome, faults, story: made.story });
}
process.disconnect();
