import type { Html } from './html.js';

/** A part of the page with a heading, and an id the contents link to. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly content: Html;
}
