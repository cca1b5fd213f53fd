import type { Evaluation } from '../core/evaluation.js';
import type { Judged } from './html/evaluation/judged.js';

/**
 * An evaluation as one HTML page that stands alone, as that of a report does: figures with their bounds, charts of classes,
 * confusion matrix, calibration, and two models side by side. The same evaluation gives the same bytes.
 * Cost: about 30 ms to load the charts' library, then 10 µs per class.
 */
export async function htmlEvaluation(evaluation: Evaluation, judged: Judged = {}): Promise<string> {
  const { renderEvaluation } = await import('./html/evaluation/page.js');
  return renderEvaluation(evaluation, judged);
}
