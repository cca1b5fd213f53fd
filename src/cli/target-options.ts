import { LabelmillError } from '../core/errors.js';
import { quoted } from '../core/printable.js';
import type { JobTargetOptions, LossFunction } from '../index.js';

export interface TargetFlags {
  readonly targetWeight?: readonly string[];
  readonly loss?: readonly string[];
}

/** Weights and loss functions by target. @throws LabelmillError USAGE */
export function targetOptionsOf({ targetWeight = [], loss = [] }: TargetFlags): ReadonlyMap<string, JobTargetOptions> {
  const options = new Map<string, JobTargetOptions>();
  for (const pair of targetWeight) {
    const [name, value] = pairOf(pair, '--target-weight');
    options.set(name, { ...options.get(name), weight: numberOf(value, '--target-weight') });
  }
  for (const pair of loss) {
    const [name, value] = pairOf(pair, '--loss');
    options.set(name, { ...options.get(name), lossFunction: lossFunctionOf(value) });
  }
  return options;
}

/** The number in a flag that has one after its `=`. @throws LabelmillError USAGE */
export function numberOf(text: string, flag: string): number {
  const value = Number(text);
  if (text === '' || !Number.isFinite(value)) throw usage(`${flag} takes a number after the =, not ${quoted(text)}`);
  return value;
}

function pairOf(pair: string, flag: string): readonly [name: string, value: string] {
  const at = pair.lastIndexOf('=');
  if (at < 1) throw usage(`${flag} takes TARGET=VALUE, not ${quoted(pair)}`);
  return [pair.slice(0, at), pair.slice(at + 1)];
}

function lossFunctionOf(value: string): LossFunction {
  if (value === 'single_class' || value === 'multi_class') return value;
  throw usage(`--loss takes single_class or multi_class, not ${quoted(value)}`);
}

function usage(message: string): LabelmillError {
  return new LabelmillError('USAGE', message);
}
