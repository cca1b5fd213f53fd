import { formatOrigin } from '../core/origin.js';
import type { Issue, Severity } from '../core/issue.js';
import type { Look, Style } from './style.js';
import { visible, visibleStart } from './visible.js';

/** Places shown of each issue. */
const SHOWN_PLACES = 4;
/** Characters shown of what stands at a place. */
const EXCERPT_CHARACTERS = 70;

const MARKS: Readonly<Record<Severity, readonly [look: Look, mark: string]>> = {
  error: ['red', '✗'],
  warn: ['yellow', '!'],
  info: ['dim', '·'],
};

/** An issue for a terminal: what was found, where it was first seen, what to do. */
export function issueLines(issue: Issue, style: Style): readonly string[] {
  const [look, mark] = MARKS[issue.severity];
  const advice = issue.advice === undefined ? [] : [`  → ${visible(issue.advice)}`];
  return [`${style(look, mark)} ${issue.code}: ${visible(issue.message)}`, ...placeLines(issue, style), ...advice];
}

/** The places in one line; or one by one, where there are excerpts of them. */
function placeLines({ places, excerpts }: Issue, style: Style): readonly string[] {
  const shown = places.slice(0, SHOWN_PLACES).map((place) => visibleStart(formatOrigin(place), 100));
  if (shown.length === 0) return [];
  const more = places.length > SHOWN_PLACES ? ['…'] : [];
  if (excerpts === undefined) return [style('dim', `  ${[...shown, ...more].join(', ')}`)];
  const lines = shown.map((place, at) => {
    const excerpt = excerpts[at];
    return style('dim', `  ${place}${excerpt === undefined ? '' : `  ${visibleStart(excerpt, EXCERPT_CHARACTERS)}`}`);
  });
  return [...lines, ...more.map((dots) => style('dim', `  ${dots}`))];
}
