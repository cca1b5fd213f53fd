import type { Destination } from './destination.js';
import { openDirectory, type DirectoryOptions } from './destinations/directory.js';
import { openHuggingFace, type HuggingFaceOptions } from './destinations/huggingface.js';
import { openMistral, type FileService } from './destinations/mistral.js';
import { openS3, type S3Options } from './destinations/s3.js';

/** A destination of ours, by name. */
export type DestinationOptions =
  | { readonly kind: 'mistral'; /** Address of the service. */ readonly server?: string }
  | ({ readonly kind: 'directory' } & DirectoryOptions)
  | ({ readonly kind: 'huggingface' } & HuggingFaceOptions)
  | ({ readonly kind: 's3' } & S3Options);

export const DESTINATIONS = [
  'mistral',
  'directory',
  'huggingface',
  's3',
] as const satisfies readonly DestinationOptions['kind'][];

/**
 * Opens a destination. Nothing is sent.
 * @param openFiles opens the files of the service that trains
 * @throws LabelmillError PACKAGE_MISSING, KEY_MISSING, USAGE
 */
export async function openDestination(
  options: DestinationOptions,
  openFiles: (server: string | undefined) => Promise<FileService>,
): Promise<Destination> {
  switch (options.kind) {
    case 'mistral':
      return openMistral(await openFiles(options.server));
    case 'directory':
      return openDirectory(options);
    case 'huggingface':
      return openHuggingFace(options);
    case 's3':
      return openS3(options);
  }
}
