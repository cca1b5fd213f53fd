import { jsonDocument } from '../core/json-document.js';
import type { Manifest } from '../core/manifest.js';
import type { Report } from '../core/report.js';
import { htmlReport } from '../report/report.js';
import type { Output } from '../write/write.js';
import { buildReport, type ReportParts } from './build-report.js';
import { takeSample } from './take-sample.js';

export interface WriteReportParts extends Omit<ReportParts, 'sample'> {
  readonly output: Output;
  readonly manifest: Manifest;
}

/** Adds `report.json` and `report.html` to an output that is about to be published. */
export async function writeReport(parts: WriteReportParts): Promise<Report> {
  const { output, manifest } = parts;
  const report = buildReport({ ...parts, sample: await takeSample(output.staging, manifest.files) });
  output.whole('report.json', jsonDocument(report));
  output.whole('report.html', await htmlReport(report));
  return report;
}
