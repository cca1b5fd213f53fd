import fs from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openOutput, verifyOutput, type Output } from '../../src/write/write.js';
import { createFaultyDisk, systemError, type Fault } from './faulty-disk.js';
import { NODE_DISK } from '../../src/write/disk.js';
import { contentOf, deadProcess, LINES, manifestFor, temporaryFolders, writeSplits, type Sets } from './sets.js';

const folder = temporaryFolders();

const NEW: Sets = { ...LINES, validation: ['{"text":"new","labels":{"tone":"good","topic":["b"]}}'] };
/** More calls than a run makes; the sweeps stop where no fault was met. */
const MOST_CALLS = 200;

/** Writes a set through a disk with a fault; what was called, and the error the run ended with. */
async function run(
  out: string,
  sets: Sets,
  fault?: Fault,
): Promise<{ calls: readonly string[]; error: unknown; notes: readonly string[] }> {
  const { disk, calls } = createFaultyDisk(fault);
  let output: Output | undefined;
  let error: unknown;
  try {
    output = await openOutput(out, { disk });
    fs.writeFileSync(join(output.staging, '.spool'), 'rows');
    const files = writeSplits(output, sets);
    await output.publish(manifestFor(files));
  } catch (thrown) {
    error = thrown;
  } finally {
    await output?.close();
  }
  return { calls, error, notes: output?.notes ?? [] };
}

/** What a published set holds. */
async function reference(sets: Sets): Promise<ReturnType<typeof contentOf>> {
  const out = join(folder(), 'out');
  await run(out, sets);
  return contentOf(out);
}

/** A killed process leaves its lock; here the process lives on, so the lock is given to one that has ended. */
function buryHolder(out: string, pid: number): void {
  const lock = join(dirname(out), `.${basename(out)}.labelmill.lock`);
  if (!fs.existsSync(lock)) return;
  fs.writeFileSync(lock, fs.readFileSync(lock, 'utf8').replace(/"pid":\d+/, `"pid":${pid}`));
}

describe('a run that is killed at any of its calls', () => {
  for (const hadOlder of [false, true]) {
    it(`leaves the old set, none, or the new one, and the next run heals it (${hadOlder ? 'over a set' : 'over nothing'})`, async () => {
      const [older, newer] = [await reference(LINES), await reference(NEW)];
      const pid = deadProcess();
      let kills = 0;
      for (let at = 0; at < MOST_CALLS; at++, kills++) {
        const out = join(folder(), 'out');
        if (hadOlder) await run(out, LINES);
        const { calls } = await run(out, NEW, { at, code: 'EKILLED', thenDead: true });
        if (calls.length <= at) break;
        const seen = contentOf(out);
        if (seen !== undefined) expect([JSON.stringify(older), JSON.stringify(newer)]).toContain(JSON.stringify(seen));
        if (seen !== undefined) expect(await verifyOutput(out)).toMatchObject({ ok: true });
        buryHolder(out, pid);
        expect((await run(out, NEW)).error).toBeUndefined();
        expect(contentOf(out)).toEqual(newer);
        expect(fs.readdirSync(dirname(out))).toEqual(['out']);
      }
      expect(kills).toBeGreaterThan(25);
      expect(kills).toBeLessThan(MOST_CALLS);
    });
  }

  it('heals also when the healing run is killed at any of its calls', async () => {
    const newer = await reference(NEW);
    const pid = deadProcess();
    const { calls } = await run(join(folder(), 'out'), LINES);
    const secondRename = calls.lastIndexOf('rename') + 1;
    for (let at = 0; at < MOST_CALLS; at++) {
      const out = join(folder(), 'out');
      await run(out, LINES);
      // Killed between the two renames of the swap: the hardest state to be in.
      await run(out, NEW, { at: secondRename, code: 'EKILLED', thenDead: true });
      expect(fs.existsSync(out)).toBe(false);
      buryHolder(out, pid);
      const healing = await run(out, NEW, { at, code: 'EKILLED', thenDead: true });
      buryHolder(out, pid);
      expect((await run(out, NEW)).error).toBeUndefined();
      expect(contentOf(out)).toEqual(newer);
      expect(fs.readdirSync(dirname(out))).toEqual(['out']);
      if (healing.calls.length <= at) break;
    }
  });
});

describe('a run in which any one call fails', () => {
  for (const code of ['EIO', 'ENOSPC']) {
    it(`refuses by name and leaves the older set as it stood, or publishes and says what it left (${code})`, async () => {
      const [older, newer] = [await reference(LINES), await reference(NEW)];
      let faults = 0;
      for (let at = 0; at < MOST_CALLS; at++, faults++) {
        const out = join(folder(), 'out');
        await run(out, LINES);
        const { calls, error, notes } = await run(out, NEW, { at, code, thenDead: false });
        if (calls.length <= at) break;
        if (error === undefined) {
          expect(contentOf(out)).toEqual(newer);
          const isLockLeft = fs.existsSync(join(dirname(out), '.out.labelmill.lock'));
          expect(notes.length > 0 || isLockLeft).toBe(true);
        } else {
          expect(error).toMatchObject({ code: 'OUTPUT_UNWRITABLE', exitCode: 3, facts: { reason: code } });
          expect(contentOf(out)).toEqual(older);
        }
        buryHolder(out, deadPid);
        expect((await run(out, NEW)).error).toBeUndefined();
        expect(contentOf(out)).toEqual(newer);
        expect(fs.readdirSync(dirname(out))).toEqual(['out']);
      }
      expect(faults).toBeGreaterThan(25);
    });
  }
  const deadPid = deadProcess();
});

describe('file systems that can do less', () => {
  it('locks and publishes without hard links', async () => {
    const out = join(folder(), 'out');
    const link = () => {
      throw systemError('EPERM');
    };
    const output = await openOutput(out, { disk: { ...NODE_DISK, link } });
    await expect(openOutput(out, { disk: { ...NODE_DISK, link } })).rejects.toMatchObject({ code: 'OUTPUT_BUSY' });
    await output.publish(manifestFor(writeSplits(output)));
    await output.close();
    expect(fs.readdirSync(dirname(out))).toEqual(['out']);
  });

  it('publishes where folders cannot be synced', async () => {
    const out = join(folder(), 'out');
    const output = await openOutput(out, {
      disk: {
        ...NODE_DISK,
        sync: (handle) => (fs.fstatSync(handle).isDirectory() ? Promise.reject(systemError('EINVAL')) : NODE_DISK.sync(handle)),
      },
    });
    await output.publish(manifestFor(writeSplits(output)));
    await output.close();
    expect((await verifyOutput(out)).ok).toBe(true);
  });

  it.each(['EDQUOT', 'EACCES', 'EROFS', 'EFBIG', 'EMFILE', 'ENAMETOOLONG', 'EBUSY'])('says what to do about %s', async (code) => {
    const failing = () => {
      throw systemError(code);
    };
    const opening = openOutput(join(folder(), 'out'), { disk: { ...NODE_DISK, makeFolder: failing } });
    await expect(opening).rejects.toThrow(new RegExp(`\\(${code}\\): (?!check the disk)`));
  });
});
