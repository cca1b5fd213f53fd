import type { Report } from '../../core/report.js';
import { html, type Html } from './html.js';

/** What differs between two runs of the same: times and paths. */
export function runFooter({ run, labelmill }: Report): Html {
  if (run === undefined) return html`<footer><p>labelmill ${labelmill}</p></footer>`;
  return html`<footer>
    <p>
      Prepared by labelmill ${labelmill} from ${minuteOf(run.started)} to ${minuteOf(run.finished)} UTC with Node.js
      ${run.node}${run.lane === undefined ? undefined : `, lane ${run.lane.name}`}.
    </p>
  </footer>`;
}

function minuteOf(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}
