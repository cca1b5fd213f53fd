import type { Example } from '../core/example.js';
import { isReject, type Reject } from '../core/reject.js';
import type { Row } from '../core/row.js';
import type { Source } from '../read/read.js';
import type { LaneJob } from './lane-job.js';

/** The row way for one row of a source that is mapped as it is: normalized and validated. Synchronous; about 1.5 µs. */
export function takeRow(job: LaneJob, source: Source, row: Row | Reject): Example | Reject {
  if (isReject(row)) return row;
  const normalized = job.shapeOf(source).normalizer.normalize(row, source.split);
  if (isReject(normalized)) return normalized;
  return job.validator.validate(normalized) ?? normalized;
}
