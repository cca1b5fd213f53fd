export { openOutput, type Output, type OutputOptions } from './output.js';
export type { FileSummary, LineFile } from './line-file.js';
export { RECORD_HEADER_BYTES } from './records.js';
export { createShuffler, type Shuffle, type ShuffleOptions } from './shuffle.js';
export { serializeManifest } from './manifest.js';
export { readManifest } from './read-manifest.js';
export { rejectLine } from './reject-line.js';
export { verifyOutput, type Verification, type VerifyOptions } from './verify.js';
export type { Finding } from './findings.js';
