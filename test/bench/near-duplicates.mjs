// Plants near duplicates of similarity 0.8 to 0.95 among short texts and says how many are found, at what cost.
// node test/bench/near-duplicates.mjs [texts]   after a build; compare runs by CPU time, which a busy machine stretches less
import { createNearDuplicates } from '../../dist/cluster/cluster.js';
import { createRandom } from '../../dist/core/random.js';

const count = Number(process.argv[2] ?? 200_000);
const random = createRandom(42, 'bench');
const letters = (length) => Array.from({ length }, () => String.fromCharCode(97 + random.below(26))).join('');
const words = Array.from({ length: 20_000 }, () => letters(2 + random.below(8)));
/** Words as unevenly frequent as those of a language: the k-th about 1 / k. */
const word = () => words[Math.floor(words.length ** random.fraction()) - 1];
const texts = Array.from({ length: count - count / 20 }, () => Array.from({ length: 6 + random.below(8) }, word).join(' '));
const planted = [];
while (texts.length < count) {
  const from = random.below(count - count / 20);
  let text = texts[from];
  for (let edit = random.below(3); edit >= 0; edit--) {
    const at = random.below(text.length);
    text = text.slice(0, at) + letters(random.below(2)) + text.slice(at + random.below(2));
  }
  const told = similarity(texts[from], text);
  if (told >= 0.8 && told <= 0.95) planted.push([from, texts.push(text) - 1]);
}

const before = process.resourceUsage();
const started = performance.now();
const index = createNearDuplicates({ threshold: 0.8 });
texts.forEach((text, place) => index.add(Math.imul(place, 0x9e3779b1) >>> 0, place, () => text));
const { clusters, links, capped } = index.find();
const seconds = (performance.now() - started) / 1000;
const after = process.resourceUsage();

const clusterOf = new Map(clusters.flatMap((cluster, at) => cluster.map((number) => [number, at])));
const hits = planted.filter(([a, b]) => clusterOf.has(a) && clusterOf.get(a) === clusterOf.get(b)).length;
const confirmed = links.filter(({ first, second }) => similarity(texts[first], texts[second]) >= 0.8).length;
console.log(
  [
    `${count} texts of ${(texts.reduce((sum, text) => sum + text.length, 0) / count).toFixed(0)} characters`,
    `recall ${hits / planted.length} of ${planted.length} planted, precision ${confirmed / links.length} of ${links.length} links, capped ${capped}`,
    `${seconds.toFixed(1)} s, CPU ${((after.userCPUTime + after.systemCPUTime - before.userCPUTime - before.systemCPUTime) / 1e6).toFixed(1)} s`,
    `peak ${(after.maxRSS / 1024).toFixed(0)} MiB, of which the texts of the benchmark ${(before.maxRSS / 1024).toFixed(0)}`,
  ].join('\n'),
);

function similarity(a, b) {
  const [first, second] = [a, b].map((text) => {
    const folded = ` ${text.trim().replace(/\s+/g, ' ')} `;
    return new Set(Array.from({ length: folded.length - 2 }, (_, at) => folded.slice(at, at + 3)));
  });
  let shared = 0;
  for (const shingle of first) if (second.has(shingle)) shared++;
  return shared / (first.size + second.size - shared);
}
