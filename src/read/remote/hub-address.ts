import { LabelmillError } from '../../core/errors.js';

/** A file, folder or glob in a data set of the Hugging Face Hub. */
export interface HubAddress {
  /** `owner/name`. */
  readonly repository: string;
  readonly revision: string;
  /** Empty for the whole data set. */
  readonly path: string;
  /** All of it but the path, as the user wrote it. */
  readonly prefix: string;
}

const FORM = /^(hf:\/\/datasets\/([\w.-]+\/[\w.-]+)(?:@(refs\/(?:convert|pr)\/[^/]+|[^/]+))?)(?:\/(.*))?$/su;

/** Whether a source is named by its place in the Hub. */
export function isHubAddress(path: string): boolean {
  return /^hf:\/\//i.test(path);
}

/** @throws LabelmillError USAGE */
export function parseHubAddress(path: string): HubAddress {
  const [, prefix, repository, revision = 'main', inside = ''] = FORM.exec(path) ?? [];
  if (prefix === undefined || repository === undefined) {
    const message = `${path} is not an address in the Hub; write hf://datasets/OWNER/NAME/PATH or hf://datasets/OWNER/NAME@REVISION/PATH`;
    throw new LabelmillError('USAGE', message, { source: path });
  }
  return { repository, revision: decodeURIComponent(revision), path: inside.replace(/\/+$/, ''), prefix };
}
