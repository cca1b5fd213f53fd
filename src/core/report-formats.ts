/** The forms in which a gate is told, in the order help shows them: what `--format` calls each, and for whom it is. */
export const REPORT_FORMATS = {
  text: 'people at a terminal',
  json: 'programs',
  junit: 'test reports of CI servers',
  sarif: 'code scanning',
  github: 'annotations in GitHub Actions',
  markdown: 'job summaries and comments',
} as const;

export type ReportFormat = keyof typeof REPORT_FORMATS;
