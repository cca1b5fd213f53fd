// What the gates demand. Pure: figures in, { name, figure, limit, passed } out. A figure that is no number fails.

/** Times the straightforward program must take of ours. */
const LEAST_SPEED = 10;
/** Times JavaScript must take of the kernel. */
const LEAST_KERNEL = 2;
/** What the peak at four times the data may be of the peak before, and bytes for each row more. */
const MOST_GROWTH = 1.15;
const BYTES_PER_ROW = 24;

/**
 * Both take { small, large }, each a run's wall and cpuSeconds at a size. What counts is what the rows between the two sizes
 * cost, so that neither start-up nor warming up hides how fast rows are; by wall or processor time, whichever is better.
 */
export function judgeSpeed(ours, theirs) {
  const [wall, cpu] = ['wall', 'cpuSeconds'].map((key) => growth(theirs, key) / growth(ours, key));
  return {
    name: 'labelmill against csv-parse + ajv, on further rows',
    figure: `${wall.toFixed(1)} times by wall, ${cpu.toFixed(1)} by processor time`,
    limit: `at least ${LEAST_SPEED} times by one of them`,
    passed: wall >= LEAST_SPEED || cpu >= LEAST_SPEED,
  };
}

/** Seconds between the sizes; NaN where there was more noise than work. */
function growth({ small, large }, key) {
  return large[key] > small[key] ? large[key] - small[key] : NaN;
}

/** @param seconds of the kernel and of the same scan in JavaScript */
export function judgeKernel({ kernel, script }) {
  const ratio = script / kernel;
  return {
    name: 'kernel against pure JavaScript, one scan',
    figure: `${ratio.toFixed(1)} times`,
    limit: `at least ${LEAST_KERNEL} times`,
    passed: ratio >= LEAST_KERNEL,
  };
}

/** @param peaks in bytes at both sizes, and the rows the large one has more */
export function judgeMemory({ small, large, moreRows }) {
  const most = small * MOST_GROWTH + moreRows * BYTES_PER_ROW;
  const show = (bytes) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
  return {
    name: 'peak memory at four times the data',
    figure: `${show(small)}, then ${show(large)}`,
    limit: `at most ${show(most)}`,
    passed: large <= most,
  };
}

/** @param digests what came out by the way it came about; the first is what the others must be */
export function judgeSame(digests) {
  const [[first, expected], ...others] = digests;
  const different = others.filter(([, digest]) => digest !== expected).map(([way]) => way);
  return {
    name: 'same bytes every way',
    figure: different.length === 0 ? [...digests.keys()].join(', ') : `${different.join(', ')} differ from ${first}`,
    limit: 'at least two ways, one SHA-256',
    passed: others.length > 0 && different.length === 0,
  };
}

/** One line for each verdict and one for all, as the project's suites end. @returns the lines and the exit code */
export function summarize(verdicts) {
  const failed = verdicts.filter(({ passed }) => !passed).length;
  const lines = verdicts.map(
    ({ name, figure, limit, passed }) => `${passed ? 'passed' : 'FAILED'}  ${name}: ${figure}; ${limit}`,
  );
  return { lines: [...lines, `${verdicts.length - failed} passed, ${failed} failed`], exitCode: failed === 0 ? 0 : 1 };
}
