/** The page's own style: nothing is loaded, both colour schemes, one column on a phone. */
export const DOCS_STYLE = `
:root {
  color-scheme: light dark;
  --ink: #1c1f23; --faint: #5c6570; --paper: #ffffff; --panel: #f5f6f8; --line: #dde1e6;
  --accent: #b3261e; --get: #0b6bcb; --post: #1a7f37; --delete: #b3261e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e6e8ea; --faint: #9aa4af; --paper: #14171a; --panel: #1d2125; --line: #32383f;
    --accent: #ff8a80; --get: #6cb6ff; --post: #6bd08a; --delete: #ff8a80;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif;
}
a { color: var(--get); text-decoration: none; }
a:hover { text-decoration: underline; }
code { font: 0.875em/1.4 ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
nav { padding: 0.6rem 1.25rem; background: var(--panel); border-bottom: 1px solid var(--line); font-size: 0.875rem; }
nav h2 { display: inline-block; margin: 0.2rem 1rem 0.2rem 0; font-size: 0.75rem; letter-spacing: 0.06em; text-transform: uppercase; }
nav h2 a { color: var(--faint); }
nav ul { display: none; margin: 0; padding: 0; list-style: none; }
nav li a { display: flex; gap: 0.5em; padding: 0.1rem 0; color: var(--ink); }
main { padding: 1.25rem; max-width: 60rem; min-width: 0; }
h1 { margin: 0 0 0.5rem; font-size: 1.6rem; }
h2 { margin: 2.5rem 0 0.75rem; font-size: 1.25rem; }
article { margin: 0 0 1.25rem; padding: 0.9rem 1.1rem; background: var(--panel); border: 1px solid var(--line); border-radius: 8px; }
h3 { margin: 0; font-size: 1rem; font-weight: 600; display: flex; flex-wrap: wrap; gap: 0.2rem 0.6rem; align-items: baseline; }
h4 { margin: 0.8rem 0 0.15rem; font-size: 0.75rem; letter-spacing: 0.06em; text-transform: uppercase; color: var(--faint); }
p { margin: 0.3rem 0; }
pre { margin: 0.4rem 0 0; padding: 0.5rem 0.7rem; overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; }
.badge { font: 700 0.7rem/1.6 ui-monospace, Menlo, Consolas, monospace; text-transform: uppercase; min-width: 4em; }
.get { color: var(--get); } .post { color: var(--post); } .delete { color: var(--delete); }
.type, .optional, .where { color: var(--faint); font-size: 0.875rem; }
.optional { font-style: italic; }
ul.fields { margin: 0.2rem 0 0; padding: 0 0 0 0.9rem; list-style: none; border-left: 2px solid var(--line); }
ul.fields li { padding: 0.08rem 0; }
.refusals { font-size: 0.875rem; }
.refusals a { display: inline-block; margin-right: 0.7em; color: var(--ink); }
li:target, article:target { outline: 2px solid var(--accent); outline-offset: 2px; }
@media (min-width: 64rem) {
  body { display: grid; grid-template-columns: 20rem minmax(0, 1fr); }
  nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1rem 1.25rem; border-bottom: 0; border-right: 1px solid var(--line); }
  nav h2 { display: block; margin: 0.9rem 0 0.2rem; }
  nav ul { display: block; }
  main { padding: 2rem 2.5rem 4rem; }
}
@media print { nav { display: none; } article { break-inside: avoid; } }
`
