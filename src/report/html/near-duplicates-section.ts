import { formatOrigin } from '../../core/origin.js';
import type { NearDuplicateCluster, Report, ReportExample } from '../../core/report.js';
import { count, counted } from '../numbers.js';
import { html, type Html } from './html.js';
import { labelsText } from './labels-text.js';
import type { Section } from './section.js';

/** Inputs that are nearly the same, in clusters. */
export function nearDuplicatesSection({ nearDuplicates }: Report): Section | undefined {
  if (nearDuplicates === undefined) return undefined;
  const { threshold, inputs, clusterCount, clustersAcrossSplits, clusters } = nearDuplicates;
  const hidden = clusterCount - clusters.length;
  const content = html`<p>
      ${
        clusterCount === 0
          ? `No two texts have a similarity of ${threshold} or more.`
          : `${counted(inputs, 'text')} in ${counted(clusterCount, 'cluster')}, held together by a similarity of ${threshold} or more; ${
              clustersAcrossSplits === 0 ? 'none is in several splits' : `${count(clustersAcrossSplits)} in several splits`
            }.`
      }
    </p>
    ${clusters.map(clusterItem)} ${hidden > 0 ? html`<p class="quiet">${counted(hidden, 'more cluster')}.</p>` : undefined}`;
  return { id: 'near-duplicates', title: 'Near duplicates', content };
}

function clusterItem({ inputs, nearest, farthest, examples }: NearDuplicateCluster): Html {
  const more = inputs - examples.length;
  return html`<div class="cluster">
    <p class="quiet">${counted(inputs, 'text')}, similarity ${range(farthest, nearest)}</p>
    <ul>
      ${examples.map(exampleItem)} ${more > 0 ? html`<li class="quiet">${count(more)} more</li>` : undefined}
    </ul>
  </div>`;
}

function exampleItem({ text, labels, split, origin }: ReportExample): Html {
  return html`<li>
    <bdi class="data">${text}</bdi> ${labelsText(labels)}
    <span class="quiet">${split}</span> ${origin === undefined ? undefined : html`<code>${formatOrigin(origin)}</code>`}
  </li>`;
}

function range(from: number, to: number): string {
  return from === to ? from.toFixed(2) : `${from.toFixed(2)} to ${to.toFixed(2)}`;
}
