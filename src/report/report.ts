/** Results for people and for CI. */
export { change, metricsOf, mistakesOf, probability, thresholdText } from './evaluation-figures.js';
export { count, counted, bytes, percent, thousandths } from './numbers.js';
export { plain, type Look, type Style } from './style.js';
export { bar, table, type Column } from './table.js';
export { accountLine, terminalReport, type TerminalOptions } from './terminal.js';
export { placesInFolder } from './places-in-folder.js';
export { RENDERERS } from './catalogue.js';
export type { Renderer, RenderLook } from './renderer.js';
export { verdict } from './verdict.js';
export { createLengthGatherer, type LengthGatherer } from './text-lengths.js';
export { htmlEvaluation } from './html-evaluation.js';
export type { Judged } from './html/evaluation/judged.js';
export { htmlReport } from './html-report.js';
export { readReport } from './read-report.js';
