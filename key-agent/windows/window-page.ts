import type { ShownWindow } from './windows.ts';
import type { WindowWords } from './words.ts';

const STYLE = `
:root { color-scheme: light dark; font: 1.05rem/1.5 system-ui, sans-serif; }
body { margin: 0; display: grid; min-height: 100vh; place-items: center; }
main { box-sizing: border-box; width: min(34rem, 100%); padding: 2rem 1.5rem; }
h1 { font-size: 1.25rem; margin: 0 0 .25rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1rem; margin: 1.25rem 0; }
dt { opacity: .75; } dd { margin: 0; overflow-wrap: anywhere; }
.code { font: 600 1.9rem/1.2 ui-monospace, monospace; letter-spacing: .08em; }
small { display: block; opacity: .75; }
fieldset { border: 1px solid; border-radius: .4rem; margin: 0 0 1.25rem; }
label { display: block; padding: .25rem 0; }
button { font: inherit; padding: .55rem 1.2rem; margin-right: .75rem; border: 1px solid; border-radius: .4rem; cursor: pointer; }
`;

/** The page that asks. Everything in it that came from elsewhere is escaped. */
export function windowPage({ question, formToken }: ShownWindow, words: WindowWords, nonce: string): string {
  const { asks, portalName, origin, checkCode, customer, askedFrom, code, labels } = question;
  const rows = [
    row(words.checkCode, checkCode, words.checkHint),
    code === undefined ? '' : row(words.code, `${code.slice(0, 4)} ${code.slice(4)}`, words.codeHint),
    customer === undefined ? '' : plainRow(words.customer, customer),
    askedFrom === undefined ? '' : plainRow(words.askedFrom, askedFrom),
  ];
  return page(
    words,
    nonce,
    `<h1>${escapeHtml(portalName)}</h1>
<p>${escapeHtml(origin)} ${words.asks[asks]}</p>
<dl>${rows.join('')}</dl>
<form method="post" action="/window">
<input type="hidden" name="form" value="${escapeHtml(formToken)}">
${labels === undefined ? '' : choices(labels, words)}
<p>${words.warning}</p>
<button name="decision" value="allow">${code === undefined ? words.allow : words.same}</button>
<button name="decision" value="refuse">${words.refuse}</button>
</form>`,
  );
}

/** The page after it: one sentence. */
export function closingPage(sentence: string, words: WindowWords, nonce: string): string {
  return page(words, nonce, `<h1>${sentence}</h1><p>${words.close}</p>`);
}

function page({ language, title }: WindowWords, nonce: string, body: string): string {
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style nonce="${nonce}">${STYLE}</style></head>
<body><main>${body}</main></body></html>`;
}

function row(term: string, code: string, hint: string): string {
  return `<dt>${term}</dt><dd><span class="code">${escapeHtml(code)}</span><small>${hint}</small></dd>`;
}

function plainRow(term: string, text: string): string {
  return `<dt>${term}</dt><dd>${escapeHtml(text)}</dd>`;
}

function choices(labels: string[], { choose }: WindowWords): string {
  const options = labels.map(
    (label, index) =>
      `<label><input type="radio" name="choice" value="${index}" required> ${escapeHtml(label)}</label>`,
  );
  return `<fieldset><legend>${choose}</legend>${options.join('')}</fieldset>`;
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
