import { jsonDocument } from '../../core/json-document.js';
import type { Renderer } from '../renderer.js';

/** For programs: the gate, or the whole report, as one JSON document. */
export const jsonRenderer: Renderer = {
  name: 'json',
  purpose: 'programs',
  render: (gate) => jsonDocument(gate),
};
