import { jsonDocument } from '../../core/json-document.js';
import { REPORT_FORMATS } from '../../core/report-formats.js';
import type { Renderer } from '../renderer.js';

/** For programs: the gate, or the whole report, as one JSON document. */
export const jsonRenderer: Renderer = {
  name: 'json',
  purpose: REPORT_FORMATS.json,
  render: (gate) => jsonDocument(gate),
};
