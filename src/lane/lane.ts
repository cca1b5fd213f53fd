/** The ways from sources to examples, behind one interface. */
export { canTake, type Taken } from './can-take.js';
export { chooseLane, type ChosenLane } from './choose-lane.js';
export type { DealPlan, DealSink, Hashing, JobShape, Lane, LaneJob, ScanSink, Sorter, SourceShape } from './lane-job.js';
