import type { Check } from '../definition.js';
import { percent } from '../describe.js';
import { excerpt } from '../excerpt.js';
import { FLAG } from '../flags.js';
import { createPlaces, type Places } from '../places.js';

/** Where the letters of a script are in the basic plane. Han, Hiragana and Katakana are one here, as Japanese has all three. */
const SCRIPTS = [
  ['Latin', 0x41, 0x24f],
  ['Greek', 0x370, 0x3ff],
  ['Cyrillic', 0x400, 0x52f],
  ['Hebrew', 0x591, 0x5f4],
  ['Arabic', 0x600, 0x77f],
  ['Devanagari', 0x900, 0x97f],
  ['Thai', 0xe01, 0xe5b],
  ['Han', 0x3041, 0x9fff],
  ['Hangul', 0xac00, 0xd7a3],
] as const;
/** Characters of a text that its script is told by. */
const LOOKED_AT = 64;
/** Texts below which nothing can be said of the main script. */
const FEWEST = 50;

export const otherScript: Check = {
  code: 'other-script',
  title: 'a few texts are in another script than the rest',
  explains: `Nearly all texts are written in one script, and a few in another: a wrong filter on the language, a test in another language, spam. A few dozen examples don't teach a language, so the model will be bad at it, and they sit in some class and make it what "unknown letters" means.

Texts are told by the script that most of their first letters are in; Han, Hiragana and Katakana count as one. Latin is never named, since brands and addresses are written in it everywhere. A data set in several scripts, each with at least 5 % of the texts (the threshold), is not meant.

Leave them out with a filter on the language, or collect enough of it.`,
  severity: 'info',
  threshold: { limit: { value: 0.05, means: 'share of the texts from which a script is one of the main ones' } },
  start({ limit }) {
    const scripts = new Map<string, Places>();
    return {
      when: FLAG.otherScript,
      example({ text, origin }) {
        const script = mainScript(text);
        if (script === 'Latin') return;
        const places = scripts.get(script) ?? createPlaces();
        scripts.set(script, places);
        places.add(origin, () => excerpt(text));
      },
      finish({ examples }) {
        if (examples < FEWEST) return [];
        return [...scripts]
          .filter(([, { count }]) => count / examples < limit)
          .map(([script, { count, origins, excerpts }]) => ({
            message: `texts in ${script} letters: ${count} of ${examples} (${percent(count / examples)})`,
            count,
            share: count / examples,
            places: origins,
            excerpts,
            advice: 'Leave them out with a filter on the language, or collect enough of them.',
          }));
      },
    };
  },
};

/** The script of most letters at the beginning, `other` for one that is not in the list. */
function mainScript(text: string): string {
  letters.fill(0);
  for (let at = 0; at < text.length && at < LOOKED_AT; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x41) continue;
    const place = scriptAt(unit);
    letters[place] = (letters[place] ?? 0) + 1;
  }
  const main = letters.indexOf(Math.max(...letters));
  return SCRIPTS[main]?.[0] ?? 'other';
}

/** Letters of each script, and of none of them, in the text that is looked at. */
const letters = new Uint16Array(SCRIPTS.length + 1);

/** Place of the script of a letter; behind the last for one that is in none. */
function scriptAt(unit: number): number {
  let place = 0;
  for (const script of SCRIPTS) {
    if (unit >= script[1] && unit <= script[2]) break;
    place++;
  }
  return place;
}
