import type { ReportFormat } from '../core/report-formats.js';
import type { Gate } from '../core/report.js';
import type { Style } from './style.js';

/** One way of telling what a gate found. */
export interface Renderer {
  /** What `--format` calls it. */
  readonly name: ReportFormat;
  /** For whom it is, in a few words. */
  readonly purpose: string;
  /** The whole text, ended by a line end. The same gate gives the same text. */
  render(gate: Gate, look: RenderLook): string;
}

/** How text for a terminal looks; other renderers don't mind it. */
export interface RenderLook {
  readonly style: Style;
}
