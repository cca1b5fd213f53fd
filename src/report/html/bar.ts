import { html, type Html } from './html.js';

/** How a bar is filled: what stays is solid, what goes is hatched, so that they differ without colour. */
export type Fill = 'kept' | 'gone';

export interface Bar {
  /** Shares of the full width, 0 to 1. */
  readonly from: number;
  readonly to: number;
  readonly fill: Fill;
  /** Upright lines, each with what it means for the style. */
  readonly lines?: readonly { readonly at: number; readonly kind: 'min' | 'max' | 'value' }[];
}

/** The pattern of hatched bars, once per page. */
export const HATCH = html`<svg class="hidden" width="0" height="0" aria-hidden="true" focusable="false">
  <defs>
    <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect class="hatch-ground" width="5" height="5" />
      <rect class="hatch-line" width="2" height="5" />
    </pattern>
  </defs>
</svg>`;

/** A bar as SVG that fills its cell. The number it shows stands beside it as text, so it is hidden from screen readers. */
export function bar({ from, to, fill, lines = [] }: Bar): Html {
  const start = percentOf(from);
  const width = percentOf(Math.max(0, to - from));
  return html`<svg class="bar" aria-hidden="true">
    <rect class="${fill}" x="${start}" y="20%" width="${width}" height="60%" />
    ${lines.map(({ at, kind }) => html`<line class="${kind}" x1="${percentOf(at)}" x2="${percentOf(at)}" y1="0" y2="100%" />`)}
  </svg>`;
}

/** Two decimals of a percent are a tenth of a pixel. */
function percentOf(share: number): string {
  return `${Number((share * 100).toFixed(2))}%`;
}
