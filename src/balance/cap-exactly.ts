import { solve, type Constraint, type Model, type Options, type Solution } from 'yalps';
import { numberAt } from '../core/number-at.js';
import { better, judge, type CapAnswer } from './cap-answer.js';
import { capGreedily } from './cap-greedily.js';
import type { CapComponent } from './cap-problem.js';

/** Cells of the solver's dense table above which only the greedy answer is tried (measured: up to about 2 s and 64 MB). */
const CELLS_MAX = 4_000_000;
/** Cells touched by one search of branches at most, about a second. A pure count, so the answer does not depend on the machine. */
const WORK_MAX = 1e9;
/** Pivots a branch takes on the average, to turn the work into branches. */
const PIVOTS_PER_BRANCH = 10;
/** Bundles up to which the kept examples are spread in proportion among equally good answers, and its branches. */
const SPREAD_BUNDLES_MAX = 60;
const SPREAD_BRANCHES_MAX = 300;
const PRECISION = 1e-6;

type Term = readonly [string, number];
type Variable = readonly [string, readonly Term[]];

/**
 * The best answer to a component, by integer programming: the least above the caps, then the most kept, then in proportion
 * to the bundles' sizes. What the solver says is checked before it is used.
 * @param start an answer to start from, which is returned where the solver finds none that is better
 * @param solver what is asked; for tests
 * Time: up to a few seconds for a component of some 1,500 bundles; larger ones return `start`. Method: yalps (simplex, branch
 * and cut) without a time limit, only with limits on pivots and branches.
 */
export function capExactly(component: CapComponent, start: CapAnswer, solver: Solver = solve): CapAnswer {
  const cells = (component.bundles.length + component.limits.length) * (component.bundles.length + 2 * component.limits.length);
  if (cells > CELLS_MAX) return start;
  const run: Run = { component, cells, solver, allowed: 0 };

  const relaxed = kept(run, false);
  if (relaxed.status !== 'optimal' && relaxed.status !== 'infeasible') return start;
  const best = relaxed.status === 'optimal' ? withinCaps(run, relaxed, start) : withExcess(run, start);
  return spread({ ...run, allowed: best.excess }, best);
}

/** What solves a model in whole numbers. */
export type Solver = (model: Model<string, string>, options: Options) => Solution<string>;

interface Run {
  readonly component: CapComponent;
  readonly cells: number;
  readonly solver: Solver;
  /** Examples above the caps that are let through. */
  readonly allowed: number;
}

function withinCaps(run: Run, relaxed: Solution<string>, start: CapAnswer): CapAnswer {
  const rounded = capGreedily(run.component, amountsOf(run.component, relaxed).map(downToWhole));
  const best = better(start, rounded);
  const bound = Math.floor(relaxed.result + PRECISION);
  if (best.excess === 0 && best.kept >= bound) return best;
  return better(best, read(run.component, kept(run, true, relaxed.result)));
}

/** Minimums and caps don't fit together: first how little above the caps will do, then the most kept with that. */
function withExcess(run: Run, start: CapAnswer): CapAnswer {
  const least = better(start, read(run.component, leastExcess(run)));
  return better(least, read(run.component, kept({ ...run, allowed: least.excess }, true)));
}

/** Maximises the examples kept. With the relaxed result, the search stops at the first whole answer that can't be beaten. */
function kept(run: Run, isWhole: boolean, relaxedResult?: number): Solution<string> {
  const tolerance =
    relaxedResult === undefined
      ? 0
      : Math.max(0, relaxedResult - Math.floor(relaxedResult + PRECISION) - PRECISION) / relaxedResult;
  const { constraints, variables } = base(run);
  for (const [, terms] of variables.bundles) terms.push(['kept', 1]);
  if (run.allowed > 0) constraints.set('excess', { max: run.allowed });
  return run.solver(
    {
      direction: 'maximize',
      objective: 'kept',
      constraints,
      variables: withAbove(variables, run.allowed > 0),
      integers: isWhole,
    },
    limits(run, tolerance),
  );
}

function leastExcess(run: Run): Solution<string> {
  const { constraints, variables } = base(run);
  return run.solver(
    { direction: 'minimize', objective: 'excess', constraints, variables: withAbove(variables, true), integers: true },
    limits(run, 0),
  );
}

/** Among answers that keep as many, the one nearest to the same share of every bundle. */
function spread(run: Run, best: CapAnswer): CapAnswer {
  const { bundles } = run.component;
  if (bundles.length > SPREAD_BUNDLES_MAX) return best;
  const sizes = bundles.map(({ size }) => size);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const { constraints, variables } = base(run);
  const distances: Variable[] = [];
  variables.bundles.forEach(([, terms], at) => {
    const wanted = Math.round((numberAt(sizes, at) * best.kept) / all);
    constraints.set(`below${at}`, { min: wanted });
    constraints.set(`above${at}`, { max: wanted });
    terms.push(['kept', 1], [`below${at}`, 1], [`above${at}`, 1]);
    distances.push([
      `distance${at}`,
      [
        ['distance', 1],
        [`below${at}`, 1],
        [`above${at}`, -1],
      ],
    ]);
  });
  constraints.set('kept', { min: best.kept });
  if (best.excess > 0) constraints.set('excess', { max: best.excess });
  const solution = run.solver(
    {
      direction: 'minimize',
      objective: 'distance',
      constraints,
      variables: [...withAbove(variables, best.excess > 0), ...distances],
      integers: variables.bundles.map(([key]) => key),
    },
    { ...limits(run, 0), maxIterations: SPREAD_BRANCHES_MAX },
  );
  const found = read(run.component, solution);
  return found?.kept === best.kept && found.excess === best.excess ? found : best;
}

interface Variables {
  readonly bundles: (readonly [string, Term[]])[];
  readonly excess: Variable[];
}

/** Sizes of bundles, caps and minimums, with one variable per bundle and one per cap for what lies above it. */
function base(run: Run): { readonly constraints: Map<string, Constraint>; readonly variables: Variables } {
  const { bundles, limits: tied } = run.component;
  const constraints = new Map<string, Constraint>();
  const excess: Variable[] = [];
  tied.forEach(({ cap, need }, at) => {
    if (cap !== Infinity) {
      constraints.set(`cap${at}`, { max: cap });
      excess.push([
        `excess${at}`,
        [
          ['excess', 1],
          [`cap${at}`, -1],
        ],
      ]);
    }
    if (need > 0) constraints.set(`need${at}`, { min: need });
  });
  const held = bundles.map(({ size, limits: own }, at): readonly [string, Term[]] => {
    constraints.set(`size${at}`, { max: size });
    return [
      `bundle${at}`,
      [
        [`size${at}`, 1],
        ...own.flatMap((limit): Term[] => [
          [`cap${limit}`, 1],
          [`need${limit}`, 1],
        ]),
      ],
    ];
  });
  return { constraints, variables: { bundles: held, excess } };
}

function withAbove(variables: Variables, isAllowed: boolean): readonly Variable[] {
  return isAllowed ? [...variables.bundles, ...variables.excess] : variables.bundles;
}

function limits(run: Run, tolerance: number) {
  const branches = Math.floor(WORK_MAX / (run.cells * PIVOTS_PER_BRANCH));
  const maxPivots = 100 + 4 * (run.component.bundles.length + run.component.limits.length);
  return { tolerance, maxPivots, maxIterations: Math.min(32_768, branches), precision: 1e-8 };
}

/** The answer without the solver's noise, if the judge takes it. */
function read(component: CapComponent, solution: Solution<string>): CapAnswer | undefined {
  return judge(component, amountsOf(component, solution).map(Math.round));
}

function amountsOf(component: CapComponent, solution: Solution<string>): readonly number[] {
  const values = new Map(solution.variables);
  return component.bundles.map((_, at) => values.get(`bundle${at}`) ?? 0);
}

function downToWhole(value: number): number {
  return Math.floor(value + PRECISION);
}
