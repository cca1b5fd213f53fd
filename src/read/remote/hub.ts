import type * as client from '@huggingface/hub';

/** The part of @huggingface/hub that is used. */
export type Hub = Pick<typeof client, 'datasetInfo' | 'listFiles' | 'pathsInfo'>;
