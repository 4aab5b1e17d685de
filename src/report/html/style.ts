/** One style sheet for screens large and small, light and dark, and for paper. */
const LIGHT = `
  --page: #ffffff; --ink: #16202e; --soft: #4d5a6b; --line: #d8dee7; --panel: #f5f7fa; --accent: #1d4ed8;
  --s1: #17306e; --s2: #1d4ed8; --s3: #5b90f0; --s4: #8db3f5; --s5: #b7d0fa; --s6: #d6e4fc; --s0: #e4e8ee;
  --on1: #ffffff; --on2: #ffffff; --on3: #0b1b33; --on4: #0b1b33; --on5: #0b1b33; --on6: #0b1b33;
  --g0: #ffffff; --g1: #f0f5fd; --g2: #dce8fb; --g3: #c0d6f8; --g4: #9dbff4; --cell: #0f1b2c;`;

const DARK = `
  --page: #10151c; --ink: #e8edf4; --soft: #a9b5c5; --line: #2d3744; --panel: #18202a; --accent: #8ab4ff;
  --s1: #dbe7fd; --s2: #a9c7fa; --s3: #78a5f3; --s4: #5686e0; --s5: #35599f; --s6: #27406f; --s0: #2a323d;
  --on1: #0b1b33; --on2: #0b1b33; --on3: #0b1b33; --on4: #050d1a; --on5: #ffffff; --on6: #ffffff;
  --g0: #10151c; --g1: #172233; --g2: #1d3152; --g3: #234070; --g4: #2a5090; --cell: #f1f5fb;`;

export const STYLE = `
:root { color-scheme: light dark; ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { ${DARK} } }
@media print { :root { color-scheme: light; ${LIGHT} } }
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
header, main, footer { max-width: 64rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 2.5rem; }
section { margin-top: 3rem; }
h1 { font-size: clamp(2rem, 7vw, 3rem); line-height: 1.1; letter-spacing: -0.02em; margin: 0.25rem 0 0.75rem; text-wrap: balance; }
h2 { font-size: 1.3rem; line-height: 1.3; letter-spacing: -0.01em; margin: 0 0 0.75rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 0.35rem; }
p, ul, ol, dl { margin: 0 0 0.75rem; }
p, li, dd { max-width: 44rem; }
ul { padding-left: 1.2rem; }
li { margin-bottom: 0.35rem; }
a { color: var(--accent); text-underline-offset: 0.15em; }
a:focus-visible, [tabindex]:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
svg { display: block; }
small, .soft { color: var(--soft); font-size: 0.875rem; }
.kicker { color: var(--soft); font-size: 0.875rem; margin: 0; }
.lead { font-size: 1.15rem; }
.figures { display: flex; flex-wrap: wrap; gap: 1.25rem 3rem; margin: 1.75rem 0 0; padding: 1.25rem 0; border: solid var(--line); border-width: 1px 0; }
.figures div { display: flex; flex-direction: column-reverse; }
.figures dt { color: var(--soft); font-size: 0.875rem; }
.figures dd { margin: 0; font-size: 1.75rem; line-height: 1.2; font-weight: 600; font-variant-numeric: tabular-nums; }
.plain { list-style: none; padding: 0; }
.plain > li { max-width: none; }
.ranking > li { display: grid; grid-template-columns: 1.5rem 1fr auto; gap: 0.15rem 0.5rem; align-items: baseline; margin-bottom: 0.9rem; }
.ranking svg { grid-column: 1 / -1; }
.ranking .score { font-variant-numeric: tabular-nums; font-weight: 600; }
.ranking .place { color: var(--soft); font-variant-numeric: tabular-nums; }
.first { font-weight: 600; }
.legend { display: flex; flex-wrap: wrap; gap: 0.35rem 1.25rem; list-style: none; padding: 0; margin-top: 0.75rem; font-size: 0.875rem; }
.legend li { display: flex; gap: 0.4rem; align-items: center; margin: 0; }
.key { flex: none; min-width: 1.35rem; height: 1.35rem; border-radius: 3px; text-align: center; line-height: 1.35rem; font-size: 0.75rem; font-weight: 600; }
.key.s0 { border: 1px solid var(--line); }
${[1, 2, 3, 4, 5, 6].map((n) => `.key.s${n} { background: var(--s${n}); color: var(--on${n}); } rect.s${n} { fill: var(--s${n}); } text.s${n} { fill: var(--on${n}); }`).join('\n')}
.key.s0 { background: var(--s0); color: var(--ink); } rect.s0 { fill: var(--s0); } text.s0 { fill: var(--ink); }
rect { stroke: var(--page); stroke-width: 1.5px; }
rect.rest { fill: var(--panel); }
svg text { font: 600 0.75rem system-ui, sans-serif; text-anchor: middle; dominant-baseline: central; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; margin-bottom: 0.75rem; }
table { border-collapse: separate; border-spacing: 0; width: 100%; font-size: 0.875rem; line-height: 1.4; overflow-wrap: normal; }
th, td { text-align: left; vertical-align: top; padding: 0.5rem 0.6rem; border-top: 1px solid var(--line); }
thead th { border-top: 0; vertical-align: bottom; }
th { font-weight: 600; }
.heat th:first-child { position: sticky; left: 0; background: var(--page); min-width: 8.5rem; max-width: 12rem; border-right: 1px solid var(--line); }
.heat td { min-width: 7.75rem; color: var(--cell); font-variant-numeric: tabular-nums; }
.heat td a { color: inherit; text-decoration: underline dotted 1px; }
.heat tfoot td { font-weight: 600; color: var(--ink); }
.heat td b { float: right; margin-left: 0.5rem; }
th small, .heat small, td > small:last-child { display: block; font-weight: 400; font-size: 0.8rem; }
.shares th:first-child { min-width: 7rem; }
.shares td { min-width: 3.6rem; }
section > table { table-layout: fixed; overflow-wrap: break-word; }
section > table th:first-child { padding-left: 0; width: 38%; }
.heat td small { color: inherit; }
${[0, 1, 2, 3, 4].map((n) => `.g${n} { background: var(--g${n}); }`).join('\n')}
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.warning { border-left: 3px solid var(--accent); background: var(--panel); padding: 0.9rem 1.1rem; margin: 0 0 1rem; border-radius: 0 6px 6px 0; }
.warning h3 { margin: 0 0 0.35rem; }
.warning p:last-child { margin: 0; }
.tag { display: inline-block; border: 1px solid currentColor; border-radius: 3px; padding: 0 0.4rem; margin-right: 0.4rem; font-size: 0.75rem; font-weight: 600; text-transform: uppercase; letter-spacing: 0.04em; }
.answers { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); gap: 0.5rem 2rem; }
.answers dt { color: var(--soft); font-size: 0.875rem; }
.answers dd { margin: 0; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: 0.9rem 1rem; overflow-x: auto; font: 0.8125rem/1.5 ui-monospace, monospace; margin: 0 0 0.75rem; }
pre.wraps { white-space: pre-wrap; }
pre.wraps span { display: inline-block; max-width: 100%; }
code { font: 0.9em ui-monospace, monospace; }
pre code { font: inherit; }
footer { margin-top: 4rem; padding-top: 1.25rem; padding-bottom: 3rem; color: var(--soft); font-size: 0.875rem; border-top: 1px solid var(--line); }
@media (min-width: 44rem) {
  .ranking > li { grid-template-columns: 1.5rem 10rem 1fr 3.5rem; align-items: center; margin-bottom: 0.35rem; }
  .ranking svg { grid-column: 3; grid-row: 1; }
  .ranking .score { grid-column: 4; text-align: right; }
}
@media print {
  html { font-size: 10pt; }
  header, main, footer { max-width: none; padding-left: 0; padding-right: 0; }
  section { margin-top: 1.5rem; }
  h2, h3 { break-after: avoid; }
  .warning, tr, .ranking > li { break-inside: avoid; }
  .scroll { overflow: visible; border: 0; }
  .heat th:first-child { position: static; }
  .heat th, .heat td { min-width: 0; padding: 0.25rem; }
  pre { white-space: pre-wrap; }
  rect, td, .key, .warning { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}`;
