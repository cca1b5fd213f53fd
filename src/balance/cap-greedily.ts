import { numberAt } from '../core/number-at.js';
import { pick } from '../core/pick.js';
import type { CapAnswer } from './cap-answer.js';
import type { CapComponent, CapLimit } from './cap-problem.js';

/** Rounds of trading at most; each must gain to be followed by another. */
const ROUNDS_MAX = 20;
/** Bundles looked at for each class of a trade: fewer where there are many, so that a round stays near a second. */
const CANDIDATES_MIN = 25;
const CANDIDATES_MAX = 200;
const CANDIDATES_PER_ROUND = 6e6;

/**
 * A good answer without a solver: minimums first, where they cost the caps least; then bundles with the fewest capped classes
 * fill what room is left; then one example of a bundle with several capped classes is traded for examples of several bundles
 * with fewer, as long as that gains. Deterministic.
 * @param start amounts to begin with, as far as sizes and caps let them in; nothing where it is not given
 * Time O(rounds × places × candidates).
 */
export function capGreedily(component: CapComponent, start: readonly number[] = []): CapAnswer {
  const limits = component.limits.map((limit): Filled => ({ limit, held: 0, holders: [], partners: [] }));
  const bundles = component.bundles.map(({ size, limits: places }): Taken => {
    const tied = pick(limits, places);
    return { size, keep: 0, limits: tied, caps: tied.filter(({ limit }) => limit.cap !== Infinity) };
  });
  const places = bundles.reduce((sum, { caps }) => sum + caps.length, 0);
  const candidates = Math.max(CANDIDATES_MIN, Math.min(CANDIDATES_MAX, Math.floor(CANDIDATES_PER_ROUND / places)));
  const order = bundles.toSorted((a, b) => a.caps.length - b.caps.length);
  for (const bundle of order) for (const { holders } of bundle.limits) holders.push(bundle);
  for (const limit of limits) limit.partners = limit.holders.slice(0, candidates);

  const fill = (): void => {
    for (const bundle of order) add(bundle, roomIn(bundle, []));
  };
  bundles.forEach((bundle, at) => add(bundle, Math.min(numberAt(start, at), roomIn(bundle, []))));
  for (const limit of limits) meetNeed(limit);
  fill();
  for (let round = 0; round < ROUNDS_MAX && order.filter(trade).length > 0; round++) fill();
  return {
    keep: bundles.map(({ keep }) => keep),
    kept: bundles.reduce((sum, { keep }) => sum + keep, 0),
    excess: limits.reduce((sum, { limit, held }) => sum + Math.max(0, held - limit.cap), 0),
  };
}

/** A class that is tied to others, while bundles are taken. */
interface Filled {
  readonly limit: CapLimit;
  /** Examples of it that are kept. */
  held: number;
  /** Bundles that hold it, those with the fewest capped classes first. */
  readonly holders: Taken[];
  /** Those of them that are looked at in a trade. */
  partners: readonly Taken[];
}

/** A bundle, and how many of its examples are kept. */
interface Taken {
  readonly size: number;
  keep: number;
  readonly limits: readonly Filled[];
  /** Those of its classes that are capped. */
  readonly caps: readonly Filled[];
}

function add(bundle: Taken, amount: number): void {
  bundle.keep += amount;
  for (const limit of bundle.limits) limit.held += amount;
}

function roomOf({ limit, held }: Filled): number {
  return limit.cap - held;
}

/** Examples that a bundle can still give without exceeding a cap but for the ones excepted. */
function roomIn({ size, keep, caps }: Taken, except: readonly Filled[]): number {
  let room = size - keep;
  for (const limit of caps) if (!except.includes(limit)) room = Math.min(room, roomOf(limit));
  return Math.max(0, room);
}

/** Takes bundles that exceed no cap first, then those that exceed one, and so on. */
function meetNeed(filled: Filled): void {
  const { limit, holders } = filled;
  const most = Math.max(0, ...holders.slice(-1).map(({ caps }) => caps.length));
  for (let full = 0; full <= most && filled.held < limit.need; full++) {
    for (const bundle of holders) {
      const missing = limit.need - filled.held;
      if (missing <= 0) break;
      const rooms = bundle.caps.map(roomOf).filter((room) => room > 0);
      if (bundle.caps.length - rooms.length > full) continue;
      add(bundle, Math.min(missing, bundle.size - bundle.keep, ...rooms));
    }
  }
}

/** Gives up examples of one bundle where that lets more than as many of others in. */
function trade(bundle: Taken): boolean {
  const { caps, keep } = bundle;
  if (caps.length < 2 || keep === 0) return false;
  const partners: Taken[] = [];
  const taken = new Set<Filled>();
  for (const limit of caps) {
    if (roomOf(limit) > 0) continue;
    const partner = partnerFor(limit, caps, taken);
    if (partner === undefined) continue;
    partners.push(partner);
    for (const one of partner.caps) taken.add(one);
  }
  const gained = new Set(partners.flatMap((partner) => partner.limits));
  const spare = bundle.limits.filter((one) => !gained.has(one)).map(({ limit, held }) => held - limit.need);
  const amount = Math.min(keep, ...spare, ...partners.map((partner) => roomIn(partner, caps)));
  if (partners.length < 2 || amount <= 0) return false;
  add(bundle, -amount);
  for (const partner of partners) add(partner, amount);
  return true;
}

/** A bundle that only this cap of `own` and no taken one keeps from growing. */
function partnerFor(limit: Filled, own: readonly Filled[], taken: ReadonlySet<Filled>): Taken | undefined {
  return limit.partners.find(
    (partner) =>
      partner.caps.every((one) => one === limit || (!own.includes(one) && !taken.has(one))) && roomIn(partner, own) > 0,
  );
}
