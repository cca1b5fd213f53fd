import type { Evaluation } from '../../../core/evaluation.js';
import { PACKAGE_VERSION } from '../../../core/package-version.js';
import { renderDocument } from '../document.js';
import { html } from '../html.js';
import type { Section } from '../section.js';
import { calibrationPart } from './calibration.js';
import { classesPart } from './classes.js';
import { comparisonPart } from './comparison.js';
import { confusionPart } from './confusion.js';
import { header } from './header.js';
import { metricsPart } from './metrics.js';
import { overviewSection } from './overview.js';
import type { Judged } from './judged.js';
import type { JudgedTarget, Part } from './part.js';

/** What is told of each target, in this order. */
const PARTS: readonly Part[] = [metricsPart, comparisonPart, classesPart, confusionPart, calibrationPart];

/** The whole page. A single target has a section for each of its parts; several have a section each. */
export function renderEvaluation(evaluation: Evaluation, judged: Judged): string {
  const targets = evaluation.targets.map((target, at): JudgedTarget => {
    const other = evaluation.compared?.targets[at];
    const test = evaluation.compared?.tests[at];
    return other === undefined || test === undefined ? { target, at } : { target, at, other: { target: other, test } };
  });
  const sections = targets.length === 1 ? targets.flatMap(partsOf) : [overviewSection(evaluation), ...targets.map(asSection)];
  return renderDocument({
    title: `labelmill evaluation: ${evaluation.targets.map(({ target }) => target).join(', ')}`,
    header: header(evaluation, judged),
    sections,
    footer: html`<footer><p>labelmill ${PACKAGE_VERSION}</p></footer>`,
  });
}

function partsOf(judged: JudgedTarget): readonly Section[] {
  return PARTS.flatMap(({ name, title, content: contentOf }) => {
    const id = `${name}-${judged.at}`;
    const content = contentOf(judged, id);
    return content === undefined ? [] : [{ id, title, content }];
  });
}

function asSection(judged: JudgedTarget): Section {
  const content = html`${partsOf(judged).map(
    ({ id, title, content: part }) =>
      html`<div class="part" id="${id}">
        <h3 id="${id}-title">${title}</h3>
        ${part}
      </div>`,
  )}`;
  return { id: `target-${judged.at}`, title: judged.target.target, content };
}
