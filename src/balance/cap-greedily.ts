import { judge, type CapAnswer } from './cap-answer.js';
import type { Bundle, CapComponent } from './cap-problem.js';

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
 * @param start amounts to begin with, within sizes and caps; nothing where it is not given
 * Time O(rounds × places × candidates).
 */
export function capGreedily(component: CapComponent, start: readonly number[] = []): CapAnswer | undefined {
  const { bundles, limits } = component;
  const keep = bundles.map(() => 0);
  const held = limits.map(() => 0);
  const add = (at: number, amount: number): void => {
    keep[at] = (keep[at] ?? 0) + amount;
    for (const limit of bundles[at]?.limits ?? []) held[limit] = (held[limit] ?? 0) + amount;
  };
  const roomOf = (limit: number): number => (limits[limit]?.cap ?? Infinity) - (held[limit] ?? 0);
  const leftOf = (at: number): number => (bundles[at]?.size ?? 0) - (keep[at] ?? 0);
  const capsOf = ({ limits: tied }: Bundle): readonly number[] => tied.filter((limit) => limits[limit]?.cap !== Infinity);
  const caps = bundles.map(capsOf);
  const capsAt = (at: number): readonly number[] => caps[at] ?? [];
  const roomAt = (at: number, except: readonly number[] = []): number => {
    let room = leftOf(at);
    for (const limit of capsAt(at)) if (!except.includes(limit)) room = Math.min(room, roomOf(limit));
    return Math.max(0, room);
  };
  const places = caps.reduce((sum, own) => sum + own.length, 0);
  const candidates = Math.max(CANDIDATES_MIN, Math.min(CANDIDATES_MAX, Math.floor(CANDIDATES_PER_ROUND / places)));
  /** A bundle that only this cap of `own` and no taken one keeps from growing. */
  const partnerFor = (limit: number, own: readonly number[], taken: ReadonlySet<number>): number | undefined => {
    const found = holders[limit] ?? [];
    for (let place = 0; place < Math.min(found.length, candidates); place++) {
      const at = found[place] ?? 0;
      const isApart = capsAt(at).every((one) => one === limit || (!own.includes(one) && !taken.has(one)));
      if (isApart && roomAt(at, own) > 0) return at;
    }
    return undefined;
  };
  const fullAt = (at: number): number => capsAt(at).filter((limit) => roomOf(limit) <= 0).length;

  const order = bundles.map((_, at) => at).sort((a, b) => capsAt(a).length - capsAt(b).length || a - b);
  const holders = limits.map((): number[] => []);
  for (const at of order) for (const limit of bundles[at]?.limits ?? []) holders[limit]?.push(at);

  /** Takes bundles that exceed no cap first, then those that exceed one, and so on. */
  const meetNeeds = (): void => {
    limits.forEach(({ need }, limit) => {
      const most = Math.max(0, ...(holders[limit] ?? []).slice(-1).map((at) => capsAt(at).length));
      for (let full = 0; full <= most && (held[limit] ?? 0) < need; full++) {
        for (const at of holders[limit] ?? []) {
          const missing = need - (held[limit] ?? 0);
          if (missing <= 0) break;
          if (fullAt(at) > full) continue;
          const rooms = capsAt(at)
            .map(roomOf)
            .filter((room) => room > 0);
          add(at, Math.min(missing, leftOf(at), ...rooms));
        }
      }
    });
  };
  const fill = (): void => {
    for (const at of order) add(at, roomAt(at));
  };
  /** Gives up examples of one bundle where that lets more than as many of others in. */
  const trade = (at: number): boolean => {
    const own = capsAt(at);
    if (own.length < 2 || (keep[at] ?? 0) === 0) return false;
    const partners: number[] = [];
    const taken = new Set<number>();
    for (const limit of own) {
      if (roomOf(limit) > 0) continue;
      const partner = partnerFor(limit, own, taken);
      if (partner === undefined) continue;
      partners.push(partner);
      for (const one of capsAt(partner)) taken.add(one);
    }
    const gained = new Set(partners.flatMap((partner) => bundles[partner]?.limits ?? []));
    const spare = (bundles[at]?.limits ?? [])
      .filter((limit) => !gained.has(limit))
      .map((limit) => (held[limit] ?? 0) - (limits[limit]?.need ?? 0));
    const amount = Math.min(keep[at] ?? 0, ...spare, ...partners.map((partner) => roomAt(partner, own)));
    if (partners.length < 2 || amount <= 0) return false;
    add(at, -amount);
    for (const partner of partners) add(partner, amount);
    return true;
  };

  start.forEach((amount, at) => add(at, amount));
  meetNeeds();
  fill();
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const gains = order.filter(trade);
    if (gains.length === 0) break;
    fill();
  }
  return judge(component, keep);
}
