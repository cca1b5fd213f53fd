import type { Certificate, CertifiedClass } from '../../core/certificate.js';
import type { Report } from '../../core/report.js';
import { SPLITS } from '../../core/splits.js';
import { count, counted } from '../numbers.js';
import { html, type Html } from './html.js';
import { plainTable } from './plain-table.js';
import type { Section } from './section.js';

/** Entries shown of each list; the manifest has more. */
const SHOWN = 20;

const REASONS: Readonly<Record<Certificate['deviations'][number]['reason'], string>> = {
  copies: 'copies of one text stay together',
  groups: 'groups stay together',
  'small-class': 'a small class is in every split',
  totals: 'the sizes of the splits force it',
};

/** What the split promises and how near it came. */
export function certificateSection({ certificate }: Report): Section | undefined {
  if (certificate === undefined) return undefined;
  const content = html`<div class="beside">${sizes(certificate)} ${measures(certificate)}</div>
    ${farthest(certificate)} ${missing(certificate)} ${deviations(certificate)}`;
  return { id: 'certificate', title: 'Certificate of the split', content };
}

function sizes({ sizes: bySplit }: Certificate): Html {
  const columns = [{ name: 'split' }, { name: 'asked', isNumber: true }, { name: 'given', isNumber: true }];
  const rows = SPLITS.flatMap((split) => {
    const size = bySplit[split];
    return size === undefined ? [] : [[split, count(size.asked), count(size.given)]];
  });
  return plainTable(columns, rows);
}

function measures({ ld, lpd, ed }: Certificate): Html {
  const rows = [
    ['labels distribution (LD)', figure(ld)],
    ...(lpd === undefined ? [] : [['label pairs distribution (LPD)', figure(lpd)]]),
    ['examples distribution (ED)', figure(ed)],
  ];
  return plainTable([{ name: 'measure (0 is perfect)' }, { name: 'value', isNumber: true }], rows);
}

function farthest({ worst }: Certificate): Html | undefined {
  if (worst === undefined) return undefined;
  const { split, exact, given } = worst;
  return html`<p>
    Farthest from its share: ${className(worst)} has ${counted(given, 'example')} in ${split}; exactly proportional would be
    ${figure(exact)}.
  </p>`;
}

function missing({ missing: absent, missingCount, withoutTrain, withoutTrainCount }: Certificate): Html | undefined {
  if (missingCount + withoutTrainCount === 0) return undefined;
  const items = [
    ...withoutTrain.slice(0, SHOWN).map((name) => html`<li>${className(name)} has no example in train</li>`),
    ...absent
      .filter(({ split }) => split !== 'train')
      .slice(0, SHOWN)
      .map(
        (entry) =>
          html`<li>
            ${className(entry)} has none in ${entry.split}: ${counted(entry.examples, 'example')}, ${count(entry.enough)} would be
            enough
          </li>`,
      ),
  ];
  return html`<h3>Classes missing from a split: ${count(Math.max(missingCount, withoutTrainCount))}</h3>
    <ul>
      ${items}
    </ul>`;
}

function deviations({ deviations: found, deviationCount }: Certificate): Html {
  if (deviationCount === 0) return html`<p>Every set of labels is within one example of its exact share in every split.</p>`;
  return html`<h3>Label sets more than one example from their share: ${count(deviationCount)}</h3>
    <ul>
      ${found
        .slice(0, SHOWN)
        .map(
          ({ labels, split, exact, given, reason }) =>
            html`<li>
              ${labels.map((name, at) => html`${at > 0 ? ', ' : ''}${className(name)}`)}: ${count(given)} in ${split} instead of
              ${figure(exact)} <span class="quiet">(${REASONS[reason]})</span>
            </li>`,
        )}
    </ul>`;
}

function className({ class: name }: CertifiedClass): Html {
  return html`<bdi class="label">${name}</bdi>`;
}

/** Three digits that mean something: `0`, `0.0046`, `62.4`. */
function figure(value: number): string {
  return String(Number(value.toPrecision(3)));
}
