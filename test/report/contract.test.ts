import { describe, expect, it } from 'vitest';
import { RENDERERS, type Gate } from '../../src/index.js';
import { plain } from '../../src/report/report.js';
import { CLEAN, EVIL, MIXED } from './gates.js';

/** What a terminal or an editor would obey: controls but for line ends, and what turns the direction of writing. */
// eslint-disable-next-line no-control-regex -- naming them is the point
const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

/** Every renderer of the catalogue passes this. */
describe.each(RENDERERS.map((renderer) => [renderer.name, renderer] as const))('the renderer %s', (_name, renderer) => {
  const render = (gate: Gate): string => renderer.render(gate, { style: plain });

  it('ends its text with one line end', () => {
    for (const gate of [CLEAN, MIXED, EVIL]) expect(render(gate)).toMatch(/[^\n]\n$/);
  });

  it('names every issue, and the worst of them first', () => {
    const text = render(MIXED);
    if (renderer.name === 'json') {
      expect(JSON.parse(text).issues).toHaveLength(3);
      return;
    }
    const places = ['single-class', 'look-alike', 'fine-print'].map((code) => text.indexOf(code));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('gives the same text for the same gate', () => {
    expect(render(structuredClone(MIXED))).toBe(render(MIXED));
  });

  it('lets no control character through', () => {
    expect(OBEYED.exec(render(EVIL))).toBeNull();
    expect(render(EVIL).isWellFormed()).toBe(true);
  });
});

describe('the catalogue of renderers', () => {
  it('has each name once', () => {
    const names = RENDERERS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
