import { describe, expect, it } from 'vitest';
import { judgeKernel, judgeMemory, judgeSame, judgeSpeed, summarize } from './verdicts.mjs';

describe('the gates', () => {
  it('fail below ten times the straightforward program, and where noise hides the rows', () => {
    const ours = { small: { wall: 1, cpuSeconds: 1 }, large: { wall: 2, cpuSeconds: 2 } };
    const theirs = (wall, cpuSeconds) => ({ small: { wall: 3, cpuSeconds: 3 }, large: { wall, cpuSeconds } });
    expect(judgeSpeed(ours, theirs(13, 4)).passed).toBe(true);
    expect(judgeSpeed(ours, theirs(4, 13)).passed).toBe(true);
    expect(judgeSpeed(ours, theirs(12.9, 12.9)).passed).toBe(false);
    expect(judgeSpeed(ours, theirs(2, 2)).passed).toBe(false);
    expect(judgeSpeed({ small: ours.large, large: ours.small }, theirs(30, 30)).passed).toBe(false);
  });

  it('fail where the kernel is less than twice as fast as JavaScript', () => {
    expect(judgeKernel({ kernel: 0.1, script: 0.2 }).passed).toBe(true);
    expect(judgeKernel({ kernel: 0.1, script: 0.19 }).passed).toBe(false);
  });

  it('fail where memory grows by more than 15 % and 24 bytes a row', () => {
    expect(judgeMemory({ small: 1000, large: 3550 + 0, moreRows: 100 }).passed).toBe(true);
    expect(judgeMemory({ small: 1000, large: 3550 + 1, moreRows: 100 }).passed).toBe(false);
    expect(judgeMemory({ small: NaN, large: 1, moreRows: 100 }).passed).toBe(false);
  });

  it('fail where one way gives other bytes, or there is nothing to compare', () => {
    const same = [
      ['auto', 'aa'],
      ['rows', 'aa'],
    ];
    expect(judgeSame(new Map(same)).passed).toBe(true);
    expect(judgeSame(new Map([...same, ['2 threads', 'ab']]))).toMatchObject({
      passed: false,
      figure: '2 threads differ from auto',
    });
    expect(judgeSame(new Map([['auto', 'aa']])).passed).toBe(false);
  });

  it('end with a count, and with exit code 1 where one failed', () => {
    const verdict = { name: 'a gate', figure: '3', limit: 'at least 2', passed: true };
    expect(summarize([verdict])).toEqual({ lines: ['passed  a gate: 3; at least 2', '1 passed, 0 failed'], exitCode: 0 });
    expect(summarize([verdict, { ...verdict, passed: false }])).toEqual({
      lines: ['passed  a gate: 3; at least 2', 'FAILED  a gate: 3; at least 2', '1 passed, 1 failed'],
      exitCode: 1,
    });
  });
});
