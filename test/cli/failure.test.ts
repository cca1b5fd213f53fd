import { describe, expect, it } from 'vitest';
import { explainFailure } from '../../src/cli/failure.js';
import { LabelmillError } from '../../src/core/errors.js';
import type { Session } from '../../src/cli/session.js';

/** What is said of an error, and the exit code. */
function told(error: unknown): readonly [code: number, err: string, out: string] {
  let out = '';
  let err = '';
  const session: Session = {
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    outStyle: (_, text) => text,
    errStyle: (_, text) => text,
    width: 100,
    signal: new AbortController().signal,
    interruptedBy: () => undefined,
    stop: () => undefined,
    close: () => undefined,
  };
  return [explainFailure(error, session, true), err, out];
}

describe('explainFailure', () => {
  it.each([
    ['EMFILE', 'raise the limit of open files (ulimit -n)'],
    ['ENOSPC', 'make room or mend the disk'],
    ['EIO', 'make room or mend the disk'],
  ])('takes %s of a call that nobody expected to fail for a failure of the system', (reason, advice) => {
    const error = Object.assign(new Error(`${reason}: no more, open '/a/b.js'`), {
      code: reason,
      syscall: 'open',
      path: '/a/b.js',
    });
    const [code, err, out] = told(error);
    expect(code).toBe(3);
    expect(err).toBe(`error SYSTEM_FAILED: the system failed (${reason}: no more, open '/a/b.js'): ${advice}, then run again\n`);
    expect(JSON.parse(out).error).toMatchObject({ code: 'SYSTEM_FAILED', reason, path: '/a/b.js' });
  });

  it('looks for such a call below an error of ours that takes it for a bug', () => {
    const cause = Object.assign(new Error("EMFILE: too many open files, open '/kernel.wasm'"), {
      code: 'EMFILE',
      syscall: 'open',
    });
    expect(told(new LabelmillError('INTERNAL', 'cannot use /kernel.wasm', {}, cause))[0]).toBe(3);
    expect(told(new LabelmillError('INTERNAL', 'cannot use /kernel.wasm'))[0]).toBe(70);
  });

  it('says in words that a module can not be loaded, which Node.js takes for a missing one where too many files are open', () => {
    const message = "Cannot find package '/a/b'\n  at x";
    const [code, err, out] = told(Object.assign(new Error(message), { code: 'ERR_MODULE_NOT_FOUND' }));
    expect(code).toBe(3);
    expect(err).toBe(
      "error SYSTEM_FAILED: a part of labelmill can't be loaded (Cannot find package '/a/b'): too many files are open (ulimit -n), or the installation is not whole\n",
    );
    expect(JSON.parse(out).error).toMatchObject({ code: 'SYSTEM_FAILED', reason: 'ERR_MODULE_NOT_FOUND' });
  });

  it.each([
    ['a call that our own mistake made fail', Object.assign(new Error('ENOENT'), { code: 'ENOENT', syscall: 'open' })],
    ['an error that only looks like one', Object.assign(new Error('EIO'), { code: 'EIO' })],
  ])('takes %s for a bug', (_what, error) => {
    expect(told(error)[0]).toBe(70);
  });
});
