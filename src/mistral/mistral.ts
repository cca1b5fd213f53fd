/** Client of the service that trains and runs classifiers. */
export { openService, type Service, type ServiceOptions, type ServiceRequest } from './request.js';
export { delayAfter, LONGEST_WAIT_MS, TRIES, type Time } from './time.js';
export {
  BASE_MODEL,
  jobBody,
  type JobDraft,
  type JobTarget,
  type LossFunction,
  type TrainingFile,
  type WandbOptions,
} from './job-draft.js';
export {
  isOver,
  JOB_STATUSES,
  jobState,
  type Checkpoint,
  type Job,
  type JobEvent,
  type JobExpectation,
  type JobState,
} from './job.js';
export { cancelJob, createJob, findMadeJob, getJob, listJobs, startJob, type JobFilter } from './jobs.js';
export { jobFailure } from './job-failure.js';
export { watchJob, type WatchOptions } from './watch-job.js';
export { classify, type Scores } from './classify.js';
export { archiveModel, deleteModel, listModels, renameModel, unarchiveModel, type Model } from './models.js';
export { isObject, member } from './member.js';
export { openFiles, type Files } from './files.js';
