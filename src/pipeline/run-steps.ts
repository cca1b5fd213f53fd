import type { Evaluation } from '../core/evaluation.js';
import type { Job, WatchOptions } from '../mistral/mistral.js';
import type { ClassifyOptions } from './classify.js';
import type { PrepareResult } from './prepare.js';
import type { RunHooks } from './progress.js';
import type { Upload, UploadOptions } from './upload.js';

/** What a caller may hook into a run from raw data to a judged classifier. */
export interface RunWorkflowHooks extends RunHooks, Pick<WatchOptions, 'everyMs' | 'onJob' | 'onLost'> {
  /** Called when a step is done. */
  readonly onStep?: (step: RunStep) => void;
  readonly onUpload?: UploadOptions['onProgress'];
  readonly onAnswered?: ClassifyOptions['onAnswered'];
  /** Of Weights & Biases, where the config sends metrics there. */
  readonly wandbKey?: string;
}

/** What a step came to. */
export type RunStep =
  | { readonly name: 'prepare'; readonly result: PrepareResult }
  | { readonly name: 'upload'; readonly result: Upload }
  | { readonly name: 'create'; readonly job: Job; readonly isNew: boolean }
  | { readonly name: 'start' | 'train'; readonly job: Job }
  | { readonly name: 'classify'; readonly model: string; readonly path: string; readonly kept: number; readonly added: number }
  | { readonly name: 'evaluate'; readonly evaluation: Evaluation; readonly page: string };
