/** The one style of the public pages, inline in each, so that a page is one request. Its hash is what the content policy lets in. */
import { hash } from 'node:crypto';

const css = `
:root{color-scheme:light dark;--paper:#fcfcfa;--ink:#1b1f24;--quiet:#555d66;--line:#767d85;--soft:#eceef0;--accent:#0a5bb5;--onaccent:#fff;--over:#b3201a;--kept:#1d7a43;--slow:#a66a00}
@media(prefers-color-scheme:dark){:root{--paper:#14171a;--ink:#eceef0;--quiet:#a9b1b9;--line:#7d868e;--soft:#23282d;--accent:#7cb7ff;--onaccent:#0c1116;--over:#ff8f87;--kept:#63c58a;--slow:#e0a94a}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.45 system-ui,sans-serif;overflow-wrap:anywhere}
main,footer,nav{max-width:38rem;margin:0 auto;padding:1rem}
nav{padding-bottom:0}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:0 .65rem;margin:0;padding:0;font-size:.9rem}
nav a,nav li[aria-current]{display:inline-block;padding:.45em 0}
nav [aria-current]{font-weight:600}
h1{font-size:1.65rem;line-height:1.2;margin:.2em 0 .5em}
h1.long{font-size:1.3rem}
h2{font-size:1.2rem;margin:1.6em 0 .4em}
h3{font-size:1rem;margin:1.2em 0 .3em}
p{margin:.5em 0}
a{color:var(--accent)}
.quiet,footer{color:var(--quiet);font-size:.9rem}
label,legend{font-weight:600;display:block;padding:0}
label small,legend small{font-weight:400;color:var(--quiet)}
.field{margin:1.2em 0}
.field p{margin:.1em 0;color:var(--quiet);font-size:.9rem}
.field .error,.error{color:var(--over);font-weight:600}
.wrong{border-left:4px solid var(--over);padding-left:.7rem}
input,select,textarea,button{font:inherit;color:inherit;max-width:100%;border-radius:8px}
input,select,textarea{width:100%;margin-top:.3em;padding:.55em .6em;border:1px solid var(--line);background:var(--paper)}
textarea{min-height:9em;resize:vertical}
fieldset{border:0;border-top:1px solid var(--line);margin:1.6em 0 0;padding:1em 0 0;min-width:0}
legend{font-size:1.2rem;padding-right:.5rem}
button{min-height:2.8em;padding:.4em 1.4em;border:2px solid var(--accent);background:var(--accent);color:var(--onaccent);font-weight:600;cursor:pointer}
button.plain{background:none;color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.box{border:1px solid var(--line);border-radius:8px;padding:.7rem 1rem;margin:1rem 0}
.box :is(h2,h3):first-child{margin-top:.2em}
.over{border:2px solid var(--over)}
.state{font-size:1.2rem;font-weight:600;margin:0}
.said{list-style:none;margin:0;padding:0}
.said li{margin:1rem 0;padding:.7rem 1rem;border-radius:8px;background:var(--soft)}
.said .ours{background:none;border:1px solid var(--line)}
.said p{margin:.2em 0}
.said img{max-width:100%;height:auto;max-height:24rem;border-radius:8px;margin-top:.5rem;display:block}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.35em .5em .35em 0;border-bottom:1px solid var(--soft);vertical-align:top}
th{font-weight:400}
thead th{color:var(--quiet);font-size:.9rem}
td{font-variant-numeric:tabular-nums;font-weight:600}
.bar{display:block;width:100%;height:1rem;border-radius:4px;background:var(--soft)}
.days{display:block;width:100%;height:6rem;border-bottom:1px solid var(--line)}
.kept{fill:var(--kept);background:var(--kept)}
.slow{fill:var(--slow);background:var(--slow)}
rect.over{fill:var(--over)}
.dot{display:inline-block;width:.7em;height:.7em;margin-right:.45em;border:0;border-radius:50%}
.dot.over{background:var(--over)}
summary{cursor:pointer;padding:.6em 0;color:var(--accent)}
.away{position:absolute;left:-9999px;top:auto;width:1px;height:1px;overflow:hidden}
@media print{form,.noprint{display:none}body{background:#fff;color:#000}form.paper{display:block}form.paper button{display:none}.said li{border:1px solid #000;break-inside:avoid}}
`.trim();

export const style = css;

/** Nothing but our own pictures, our own form and this very style; no script at all. */
export const pagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${hash('sha256', css, 'base64')}'`,
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
