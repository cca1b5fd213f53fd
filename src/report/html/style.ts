/** The page's style: system fonts, one accent, light and dark by the reader's setting, ink only where it tells something. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --soft: #f5f6f8; --line: #d8dce2; --ink: #1b1e23; --quiet: #5a6270;
  --bar: #4a7fb5; --gone: #b9c0ca; --gone-ground: #eef0f3; --limit: #1b1e23;
  --good: #1a6b3c; --bad: #b3261e; --warn: #8a5200;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15171b; --soft: #1d2026; --line: #343a43; --ink: #e3e6ea; --quiet: #9da6b3;
    --bar: #5f9bd6; --gone: #606977; --gone-ground: #262b32; --limit: #e3e6ea;
    --good: #7ecf9a; --bad: #ff8b80; --warn: #e6b566;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; max-width: 66rem; padding: 2rem 1.5rem 3rem; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif;
  overflow-wrap: anywhere;
}
h1 { font-size: 1.5rem; line-height: 1.25; font-weight: 600; margin: 0.15rem 0 1rem; }
h2 { font-size: 1.15rem; font-weight: 600; margin: 0 0 0.75rem; }
h3 { font-size: 1rem; font-weight: 600; margin: 1.25rem 0 0.4rem; }
p { margin: 0.4rem 0; max-width: 48rem; }
a { color: inherit; text-decoration-color: var(--quiet); text-underline-offset: 0.2em; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace; font-size: 0.86em; }
section { border-top: 1px solid var(--line); padding-top: 1.25rem; margin-top: 2rem; }
details { margin: 0.5rem 0; }
summary { cursor: pointer; color: var(--quiet); }
ul, ol { margin: 0.4rem 0; padding-left: 1.25rem; }
.hidden { position: absolute; }
.quiet, .kicker, footer { color: var(--quiet); }
.kicker { margin: 0; font-size: 0.87rem; }
.passed > span { color: var(--good); }
.failed > span { color: var(--bad); }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.data { white-space: pre-wrap; }
.label { font-weight: 500; }

.figures { display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; margin: 0 0 1rem; }
.figures dt { color: var(--quiet); font-size: 0.87rem; }
.figures dd { margin: 0; font-size: 1.15rem; font-variant-numeric: tabular-nums; }
.facts { margin: -0.4rem 0 1rem; font-size: 0.93rem; }
.facts div { display: flex; gap: 0.5rem; }
.facts dt { color: var(--quiet); min-width: 6rem; }
.facts dd { margin: 0; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.1rem; list-style: none; padding: 0; margin: 0; font-size: 0.93rem; }
nav a { display: inline-block; max-width: 20rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; vertical-align: bottom; }

.issues { list-style: none; padding: 0; margin: 0; }
.issues > li { border-left: 3px solid var(--line); padding: 0.1rem 0 0.1rem 0.9rem; margin: 0 0 1rem; }
.issues > li.error { border-color: var(--bad); }
.issues > li.warn { border-color: var(--warn); }
.issues h3 { margin: 0; font-weight: 500; }
.issues .severity { font-weight: 600; }
.error .severity { color: var(--bad); }
.warn .severity { color: var(--warn); }
.places { list-style: none; padding: 0; margin: 0.25rem 0; font-size: 0.93rem; }
.places.row { display: flex; flex-wrap: wrap; gap: 0 1.5rem; }
.places code { color: var(--quiet); }
.advice::before { content: '→ '; content: '→ ' / ''; color: var(--quiet); }

table { border-collapse: collapse; }
thead th { overflow-wrap: normal; }
th { text-align: left; font-weight: 500; }
th.number { text-align: right; }
thead th, thead td { color: var(--quiet); font-size: 0.87rem; border-bottom: 1px solid var(--line); vertical-align: bottom; }
.plain th, .plain td { padding: 0.25rem 1.25rem 0.25rem 0; vertical-align: top; }
.plain tbody tr + tr { border-top: 1px solid var(--line); }
.plain td > .data { display: block; max-height: 9em; overflow: hidden; }
.repeats { table-layout: fixed; width: 100%; }
.repeats th:first-child { width: 38%; }
.repeats th:nth-child(2) { width: 4.5rem; }
.wide { overflow-x: auto; }
.beside { display: flex; flex-wrap: wrap; gap: 1rem 3rem; align-items: flex-start; }
figure { margin: 0; flex: 1 1 22rem; max-width: 34rem; }

.chart { table-layout: fixed; width: 100%; min-width: 20rem; font-size: 0.93rem; }
.chart th, .chart td { padding: 0 1rem 0 0; height: 1.75em; }
.chart tbody tr:nth-child(even) { background: var(--soft); }
.chart thead th { padding-bottom: 0.3rem; }
.chart .name { width: 25%; }
.chart .read { width: 8%; padding-right: 1.25rem; }
.chart .split { width: 15.5%; }
.chart thead .read, .chart thead .kept, .chart thead .split { text-align: right; }
.chart .total { display: block; color: var(--ink); font-variant-numeric: tabular-nums; }
.chart tbody .name { padding-left: 0.3rem; font-weight: 400; }
.clipped {
  display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; line-height: 1.35; max-height: 2.7em;
}
.chart .middle { display: none; }
.target:has(.all:checked) .middle { display: table-row; }
.target:has(.all:checked) .gap { display: none; }
.gap td { text-align: center; color: var(--quiet); }
.chart tbody td { height: 1px; }
.cell { display: flex; align-items: center; justify-content: flex-end; position: relative; height: 100%; min-height: 1.75em; }
.cell .bar { position: absolute; left: 0; top: 0; width: calc(100% - 4em); height: 100%; }
.cell rect { y: calc(50% - 0.5em); height: 1em; }
.chart button {
  all: unset; cursor: pointer; display: block; width: 100%; border-radius: 2px;
}
.chart button:hover { color: var(--ink); text-decoration: underline; text-underline-offset: 0.2em; }
.chart button:focus-visible, a:focus-visible, summary:focus-visible, input:focus-visible { outline: 2px solid var(--bar); outline-offset: 2px; }
th[aria-sort='descending'] button::before { content: '↓ '; content: '↓ ' / ''; }
th[aria-sort='ascending'] button::before { content: '↑ '; content: '↑ ' / ''; }
.bar { display: block; width: 100%; height: 1.2em; overflow: visible; }
rect.kept { fill: var(--bar); }
rect.gone { fill: url(#hatch); stroke: var(--gone); stroke-width: 1; }
.hatch-ground { fill: var(--gone-ground); }
.hatch-line { fill: var(--gone); }
line.min, line.max { stroke: var(--limit); stroke-width: 1; }
line.value { stroke: var(--limit); stroke-width: 3; }
line.min { stroke-dasharray: 1 3; }
line.max { stroke-dasharray: 5 3; }
.legend { margin-right: 1.5rem; white-space: nowrap; }
.key { display: inline-block; height: 1em; vertical-align: -0.15em; border-left: 1px dotted var(--limit); }
.max-key { border-left-style: dashed; }
.classes span { display: inline-block; margin-right: 1rem; }
.classes b { font-weight: 500; font-variant-numeric: tabular-nums; }
.fold label { cursor: pointer; }

.judged .name { width: 30%; }
.judged .read { width: 11%; }
.judged .split { width: 18%; }
.metrics { flex: 1 1 26rem; max-width: 38rem; }
.metrics table { width: 100%; }
.metrics th { white-space: nowrap; }
.metrics td:nth-child(4) { width: 40%; vertical-align: middle; }
.scale { display: flex; justify-content: space-between; }
.part { margin-top: 1.5rem; }

.matrix { font-size: 0.87rem; margin: 0.5rem 0; }
.matrix th { font-weight: 400; }
.matrix thead th { vertical-align: bottom; padding: 0 0 0.3rem; border: 0; }
.matrix .turned { display: block; writing-mode: vertical-rl; transform: rotate(180deg); max-height: 9em; margin: 0 auto; }
.matrix bdi { display: block; max-height: none; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.matrix thead bdi { max-height: 9em; line-height: 1.3; }
.matrix tbody th { position: sticky; left: 0; background: var(--paper); padding-right: 0.6rem; text-align: right; }
.matrix tbody bdi { max-width: 13em; }
.matrix td { text-align: right; font-variant-numeric: tabular-nums; padding: 0.1rem 0.3rem; min-width: 2.2em; height: 1.9em; }
.matrix tbody td { border: 1px solid var(--line); }
.matrix .right { outline: 2px solid var(--ink); outline-offset: -2px; font-weight: 600; }
.wrong { --heat: var(--bad); }
.right, .rest { --heat: var(--bar); }
.shade-1 { background: color-mix(in srgb, var(--heat) 12%, var(--paper)); }
.shade-2 { background: color-mix(in srgb, var(--heat) 24%, var(--paper)); }
.shade-3 { background: color-mix(in srgb, var(--heat) 36%, var(--paper)); }
.shade-4 { background: color-mix(in srgb, var(--heat) 48%, var(--paper)); }
.shade-5 { background: color-mix(in srgb, var(--heat) 58%, var(--paper)); }
.plain .clipped { min-width: 7rem; max-width: 22rem; }

.flow { table-layout: fixed; width: 100%; }
.flow th, .flow td { padding: 0.25rem 1rem 0.25rem 0; vertical-align: top; }
.flow thead th:first-child { width: 42%; }
.flow thead th:nth-child(2) { width: 7rem; }
.flow thead th:nth-child(3) { width: 5.5rem; }
.flow tbody th { font-weight: 400; }
.flow tbody tr.part th { padding-left: 1rem; }
.flow tbody tr.total { border-top: 1px solid var(--line); }
.flow tbody tr.total th { font-weight: 600; }

.histogram { display: block; width: 100%; height: auto; }
.histogram text { fill: var(--quiet); font-size: 11px; font-family: inherit; }
.histogram .grid { stroke: var(--line); stroke-width: 1; }
figure.square { flex: 0 1 22rem; }
.histogram .ideal { stroke: var(--limit); stroke-width: 1; stroke-dasharray: 5 3; }
.histogram .mean { fill: var(--paper); stroke: var(--limit); stroke-width: 1.5; }
.cluster { margin: 0.75rem 0; }
.cluster .label { border: 1px solid var(--line); border-radius: 3px; padding: 0 0.3em; font-size: 0.93em; }
pre { background: var(--soft); padding: 0.75rem 1rem; overflow-x: auto; white-space: pre-wrap; }
pre span { display: block; }
footer { border-top: 1px solid var(--line); margin-top: 2.5rem; padding-top: 0.75rem; font-size: 0.87rem; }

@media (max-width: 40rem) {
  body { padding: 1.25rem 1rem 2rem; }
  h1 { font-size: 1.25rem; }
  .chart thead th { font-size: 0.8rem; }
  .chart { font-size: 0.87rem; }
  .chart th, .chart td { padding-right: 0.5rem; }
  .chart .name { width: 37%; }
  .chart .split { width: 13%; }
  .chart th.split:nth-last-child(2) { width: 17%; }
  .chart .read, .chart .split .bar { display: none; }
  .cell .bar { width: calc(100% - 3em); }
  .flow thead th:first-child { width: 62%; }
  .flow thead th:nth-child(2) { width: auto; }
  .flow .draw, .flow .share { display: none; }
  .plain th, .plain td { padding-right: 0.75rem; }
  .plain .clipped { min-width: 5rem; }
  .matrix tbody bdi { max-width: 8em; }
}
@media print {
  :root { --paper: #ffffff; --soft: #f5f6f8; --line: #c8cdd4; --ink: #000000; --quiet: #444444; --bar: #6b6b6b; --gone: #9a9a9a; --gone-ground: #ffffff; --limit: #000000; --good: #000000; --bad: #000000; --warn: #000000; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav, .fold { display: none; }
  section { break-inside: auto; }
  tr, .issues > li, figure { break-inside: avoid; }
  thead { display: table-header-group; }
  .matrix { font-size: 6.5pt; }
  .matrix td { min-width: 0; padding: 0.1rem 0.2rem; }
  .wide { overflow: visible; }
  .chart tbody tr:nth-child(even) { background: none; }
  .chart tbody tr { border-bottom: 1px solid var(--line); }
}
`;
