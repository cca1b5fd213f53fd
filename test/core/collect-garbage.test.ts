import { describe, expect, it } from 'vitest';
import { collectGarbage } from '../../src/core/collect-garbage.js';

describe('collectGarbage', () => {
  it('takes what nothing refers to any more', async () => {
    const reference = new WeakRef(new Uint8Array(1024 * 1024));
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
    expect(reference.deref()).toBeUndefined();
  });

  it('lends nobody else the means', () => {
    collectGarbage();
    expect(globalThis).not.toHaveProperty('gc');
  });
});
