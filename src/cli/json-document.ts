export { jsonDocument } from '../core/json-document.js';
