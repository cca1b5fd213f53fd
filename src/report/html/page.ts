import type { Report } from '../../core/report.js';
import { certificateSection } from './certificate-section.js';
import { configSection } from './config-section.js';
import { renderDocument } from './document.js';
import { examplesSection } from './examples-section.js';
import { filesSection } from './files-section.js';
import { flowSection } from './flow-section.js';
import { forecastSection } from './forecast-section.js';
import { header } from './header.js';
import { issuesSection } from './issues-section.js';
import { labelsSection } from './labels-section.js';
import { lengthsSection } from './lengths-section.js';
import { nearDuplicatesSection } from './near-duplicates-section.js';
import { repeatsSection } from './repeats-section.js';
import { runFooter } from './run-footer.js';
import type { Section } from './section.js';

/** What the page shows, in this order; a part of the report that is absent has no section. */
const SECTIONS: readonly ((report: Report) => Section | undefined)[] = [
  issuesSection,
  labelsSection,
  flowSection,
  lengthsSection,
  repeatsSection,
  nearDuplicatesSection,
  certificateSection,
  forecastSection,
  examplesSection,
  filesSection,
  configSection,
];

/** The whole page. */
export function renderPage(report: Report): string {
  return renderDocument({
    title: `labelmill: ${report.targets.map(({ name }) => name).join(', ')}`,
    header: header(report),
    sections: SECTIONS.map((section) => section(report)).filter((section) => section !== undefined),
    footer: runFooter(report),
  });
}
