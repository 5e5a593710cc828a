/** The page that a proof stands in: what was seen before saving, for people and printers, with no script and no request. */
import { render, type VNode } from 'preact';
import { currentLanguage, t } from '../../messages/messages.ts';
import { direction } from '../../messages/languages.ts';
import type { Paper } from '../format.ts';

const STYLE = `
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; color: #000; background: #fff }
dl > div { display: flex; flex-wrap: wrap; gap: 0 1rem } dt { min-width: 12rem; font-weight: 600 } dd { margin: 0; flex: 1 12rem }
dd, .typed { white-space: pre-wrap; overflow-wrap: anywhere } p.typed { border-inline-start: 4px solid #888; padding-inline-start: 1rem }
table { width: 100%; border-collapse: collapse } caption { text-align: start; font-weight: 600 }
th, td { text-align: start; vertical-align: top; padding-block: .3rem; padding-inline: 0 .5rem; border-bottom: 1px solid #888; overflow-wrap: anywhere }
.hint { color: #444; font-size: .9rem } ol { padding-inline-start: 1.2rem } .sheet-words { font-weight: 700 }
`;

/**
 * Made anew, and never in a document: what a translator, or anything else in the browser, put into what was seen is not in what is signed.
 * @param sheet what the proof says
 */
export function paperOf(sheet: VNode): Paper {
  const aside = document.createElement('div');
  render(sheet, aside);
  const shown = aside.innerHTML;
  render(null, aside);
  const language = currentLanguage();
  const policy = "default-src 'none'; style-src 'unsafe-inline'";
  const before = `<!doctype html>
<html lang="${language}" dir="${direction(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<title>${escaped(t('sheet.title'))}</title>
<style>${STYLE}</style>
</head>
<body>
${shown}
<p>${escaped(t('sheet.check'))}</p>
`;
  return { before, after: '</body>\n</html>\n' };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
