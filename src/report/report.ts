/** Results for people. */
export { count, counted, bytes, percent } from './numbers.js';
export { plain, type Look, type Style } from './style.js';
export { bar, table, type Column } from './table.js';
export { accountLine, terminalReport, type TerminalOptions } from './terminal.js';
