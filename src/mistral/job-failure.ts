import { LabelmillError } from '../core/errors.js';
import { printable } from '../core/printable.js';
import type { Job } from './job.js';

/** The error that a job is which ended without a model: what became of it, what the service says, what to do next. */
export function jobFailure({ id, status, events }: Job): LabelmillError {
  const said = events.find((event) => event.status === status)?.message;
  const { what, next } = describe(id, status);
  const message = `the job ${id} ${what} (${status})${said === undefined ? '' : `: ${printable(said, 300)}`}; ${next}`;
  return new LabelmillError('JOB_FAILED', message, { job: id, status, ...(said === undefined ? {} : { said }) });
}

function describe(id: string, status: string): { readonly what: string; readonly next: string } {
  switch (status) {
    case 'CANCELLED':
      return { what: 'was cancelled', next: 'create another where it is still wanted' };
    case 'FAILED_VALIDATION':
      return {
        what: 'failed: its files are not valid',
        next: 'check the files that were uploaded with labelmill verify, then create another',
      };
    default:
      return { what: 'failed', next: `see labelmill job get ${id}` };
  }
}
