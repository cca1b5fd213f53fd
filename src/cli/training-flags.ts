import type { Command } from 'commander';
import { LabelmillError } from '../core/errors.js';
import type { PrepareOptions } from '../index.js';
import { number } from './number-flag.js';
import { collect } from './service-flags.js';
import { targetOptionsOf, type TargetFlags } from './target-options.js';

/** The flags that say how a classifier is trained. */
export interface TrainingFlags extends TargetFlags {
  readonly model?: string;
  readonly trainingSteps?: number;
  readonly epochs?: number;
  readonly learningRate?: number;
  readonly weightDecay?: number;
  readonly warmup?: number;
  readonly suffix?: string;
  readonly skipShare?: number;
  readonly wandbProject?: string;
  readonly wandbName?: string;
  readonly wandbRun?: string;
}

/** Adds the flags that say how a classifier is trained. */
export function addTrainingOptions(command: Command): Command {
  return command
    .option('--model <name>', 'base model (ministral-3b-latest)')
    .option('--training-steps <n>', 'steps to train (100)', number)
    .option('--epochs <n>', 'how often each example is to be seen, instead of --training-steps', number)
    .option('--learning-rate <rate>', 'peak of the learning rate, 1e-8 to 1 (1e-4)', number)
    .option('--weight-decay <n>', 'weight decay, 0 to 1 (0.1)', number)
    .option('--warmup <share>', 'share of the steps on which the learning rate rises (0.05)', number)
    .option('--suffix <text>', "part of the model's name, 18 characters at most")
    .option('--skip-share <share>', 'share of examples that may be left out as invalid, 0 to 0.5 (0)', number)
    .option('--target-weight <target=weight>', 'weight of a target; several times for several', collect)
    .option('--loss <target=function>', 'loss of a target: single_class or multi_class', collect)
    .option('--wandb-project <name>', 'send metrics to Weights & Biases; its key is WANDB_API_KEY')
    .option('--wandb-name <name>', 'name of the integration')
    .option('--wandb-run <name>', 'name of the run');
}

/** Those that were given, as the `job` of a config. @throws LabelmillError USAGE */
export function trainingOptionsOf(flags: TrainingFlags): NonNullable<PrepareOptions['job']> {
  const { model, trainingSteps, epochs, learningRate, weightDecay, warmup, suffix, skipShare } = flags;
  const { wandbProject: project, wandbName: name, wandbRun: runName } = flags;
  const targets = targetOptionsOf(flags);
  if (project === undefined && (name ?? runName) !== undefined)
    throw new LabelmillError('USAGE', '--wandb-name and --wandb-run need --wandb-project');
  return {
    ...(model === undefined ? {} : { model }),
    ...(trainingSteps === undefined ? {} : { trainingSteps }),
    ...(epochs === undefined ? {} : { epochs }),
    ...(learningRate === undefined ? {} : { learningRate }),
    ...(weightDecay === undefined ? {} : { weightDecay }),
    ...(warmup === undefined ? {} : { warmup }),
    ...(suffix === undefined ? {} : { suffix }),
    ...(skipShare === undefined ? {} : { skipShare }),
    ...(targets.size === 0 ? {} : { targets: Object.fromEntries(targets) }),
    ...(project === undefined
      ? {}
      : { wandb: { project, ...(name === undefined ? {} : { name }), ...(runName === undefined ? {} : { runName }) } }),
  };
}
