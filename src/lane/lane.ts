/** The ways from sources to examples, behind one interface. */
export type { DealSink, Lane, LaneJob, ScanSink, Sorter, SourceShape } from './lane-job.js';
export { createRowLane } from './row-lane.js';
