/** Hands files to a destination, exactly once. */
export { DESTINATIONS, openDestination, type DestinationOptions } from './catalogue.js';
export { datasetCard, type InputKind } from './dataset-card.js';
export type { Destination, SendHooks } from './destination.js';
export type { FileService, FileToUpload, ServiceFile } from './destinations/mistral.js';
export { openJournal, readJournal, type Journal } from './journal.js';
export type { Part, Receipt } from './part.js';
export { PATIENCE, type Patience } from './patience.js';
export { readUnchecked } from './read-part.js';
export { sendParts } from './send-parts.js';
export { surveyFile, surveyPlainFile } from './survey.js';
