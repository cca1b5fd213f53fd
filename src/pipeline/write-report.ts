import type { Config, TrainingOptions } from '../config/config.js';
import type { Issue, Severity } from '../core/issue.js';
import { jsonDocument } from '../core/json-document.js';
import type { Manifest } from '../core/manifest.js';
import { htmlReport } from '../report/report.js';
import type { Output } from '../write/write.js';
import { buildReport, type ReportParts } from './build-report.js';
import { createWrittenChecker } from './check-written.js';
import { loadTokenCounter } from './load-token-counter.js';
import { createReportForecaster, type ReportForecaster } from './report-forecast.js';
import { takeSample } from './take-sample.js';

export interface WriteReportParts extends Omit<ReportParts, 'sample' | 'forecast'> {
  readonly output: Output;
  readonly config: Pick<Config, 'checks' | 'order'>;
  /** The training job of the config, which is then forecast. */
  readonly job: TrainingOptions | undefined;
}

const ORDER: readonly Severity[] = ['error', 'warn', 'info'];

/** What was added to a run: its manifest with all issues, and these, the worst first. */
export interface Reported {
  readonly manifest: Manifest;
  readonly issues: readonly Issue[];
}

/**
 * Adds `report.json` and `report.html` to an output that is about to be published, and runs the checks of the gate over the
 * lines that the report looks at anyway.
 */
export async function writeReport(parts: WriteReportParts): Promise<Reported> {
  const { output, config } = parts;
  const targets = parts.manifest.targets.map(({ name }) => name);
  const countTokens = await loadTokenCounter(config);
  const checker = createWrittenChecker({ targets, ...config, countTokens });
  const forecaster = await openForecaster(parts, countTokens);
  const sample = await takeSample(output.staging, parts.manifest.files, (file, split, value, bytes) => {
    checker.line(file, split, value);
    forecaster?.line(split, value, bytes);
  });
  const found = [...asConfigured(parts.issues, config.checks), ...checker.finish(parts.manifest)];
  const issues: readonly Issue[] = ORDER.flatMap((severity) => found.filter((issue) => issue.severity === severity));
  const manifest: Manifest = { ...parts.manifest, issues };
  const report = buildReport({ ...parts, manifest, issues, sample, forecast: forecaster?.finish(manifest) });
  output.whole('report.json', jsonDocument(report));
  output.whole('report.html', await htmlReport(report));
  return { manifest, issues };
}

/** Where the config has a job, or tokens are counted anyway: to load their vocabulary takes 0.1 s. */
async function openForecaster(
  { config: { order }, job }: WriteReportParts,
  counter: ((text: string) => number) | undefined,
): Promise<ReportForecaster | undefined> {
  if (job === undefined && counter === undefined) return undefined;
  const { createTokenCounter } = await import('../tokens/tokens.js');
  const countTokens = counter ?? (await createTokenCounter());
  return createReportForecaster({ countTokens, order, job: job ?? {} });
}

/** What the run tells by itself, with the severities and thresholds of the config where it gives any. */
function asConfigured(issues: readonly Issue[], checks: Config['checks']): readonly Issue[] {
  return issues.flatMap((issue): readonly Issue[] => {
    const option = Object.hasOwn(checks, issue.code) ? (checks[issue.code] ?? {}) : {};
    const { severity = issue.severity, max = 0 } = typeof option === 'string' ? { severity: option } : option;
    return severity === 'off' || issue.count <= max ? [] : [{ ...issue, severity }];
  });
}
