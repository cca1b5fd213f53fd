import { afterEach, describe, expect, it, vi } from 'vitest';
import { createAnswerDisplay } from '../../src/cli/answer-display.js';

const going = new AbortController().signal;

function spyOnStderr(): () => string {
  const spy = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  return () => spy.mock.calls.map(([text]) => String(text)).join('');
}

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('while a model is asked', () => {
  it('a line every ten seconds says how many inputs are answered', async () => {
    const written = spyOnStderr();
    vi.useFakeTimers();
    const display = await createAnswerDisplay(false, going);
    display.show(32);
    expect(written()).toBe('');
    vi.advanceTimersByTime(10_000);
    display.show(1064);
    display.show(1096);
    display.stop();
    vi.advanceTimersByTime(10_000);
    display.show(1128);
    expect(written()).toBe('asking 1,064 inputs answered\n');
  });

  it('nothing is shown where all shall be quiet', async () => {
    const written = spyOnStderr();
    vi.useFakeTimers();
    const display = await createAnswerDisplay(true, going);
    vi.advanceTimersByTime(10_000);
    display.show(1);
    display.stop();
    expect(written()).toBe('');
  });
});
