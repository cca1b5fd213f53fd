import { InvalidArgumentError, type Command } from 'commander';

/** Flags of every command that talks to the service. */
export interface ServiceFlags {
  readonly server?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Adds the flags of every command that talks to the service. */
export function withServiceFlags(command: Command): Command {
  return command
    .option('--server <address>', 'address of the service (MISTRAL_BASE_URL, else https://api.mistral.ai)')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'print nothing but errors');
}

/** Collects a flag that may be given several times. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** A point in time of a flag. */
export function time(value: string): Date {
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) throw new InvalidArgumentError('It takes a time such as 2026-01-31 or 2026-01-31T12:00:00Z.');
  return date;
}
