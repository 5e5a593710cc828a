import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scrub } from '../../client/scrub/scrub.ts';

async function cleaned(svg: string): Promise<string> {
  const scrubbed = await scrub(new Blob([svg]));
  return scrubbed.is === 'clean' ? scrubbed.file.text() : scrubbed.reason;
}

const corpus = (name: string) => readFile(join(import.meta.dirname, 'corpus/media', name), 'utf8');

const ROOT = '<svg xmlns="http://www.w3.org/2000/svg">';

it('leaves what is drawn, and nothing of the editor', async () => {
  const [one, other] = await Promise.all([
    cleaned(await corpus('inkscape.svg')),
    cleaned(await corpus('illustrator.svg')),
  ]);
  expect(one).toContain(
    '<g style="fill:red;"><path d="M1 1h9v9z"/></g>\n  <text x="2" y="12">seen</text>\n</svg>',
  );
  expect(other.replaceAll(/\s+/g, ' ')).toContain(
    '<style type="text/css"> .st0{fill:#00FF00} </style> <circle class="st0" cx="8" cy="8" r="6"/></svg>',
  );
});

it.each<[what: string, svg: string, left: string]>([
  [
    'a script, also by another prefix',
    `<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:script>x</s:script></s:svg>`,
    '',
  ],
  ['what a web page would run', `${ROOT}<foreignObject><p onclick="x">x</p></foreignObject></svg>`, ''],
  [
    'an address from which something would be loaded',
    `${ROOT}<use href="http://a.example/x#x"/></svg>`,
    '<use/>',
  ],
  [
    'the same in a style',
    `${ROOT}<g fill="url(http://a.example/#x)" style="mask:url(#m)"/></svg>`,
    '<g fill="none" style="mask:url(#m)"/>',
  ],
])('leaves out %s', async (_, svg, left) => {
  const text = await cleaned(svg);
  expect(text).not.toMatch(/script|onclick|foreign|example/);
  expect(text).toMatch(/^<(?:s:)?svg xmlns/);
  expect(text).toContain(left);
});

it.each([
  [
    'an entity of its own',
    '<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"><text>&a;</text></svg>',
    'not-removable',
  ],
  [
    'a picture in it that is none',
    `${ROOT}<image href="data:image/png;base64,AAAA"/></svg>`,
    'not-removable',
  ],
  ['another root', '<html><svg xmlns="http://www.w3.org/2000/svg"/></html>', 'damaged'],
  ['elements that stay open', `${ROOT}<g>`, 'damaged'],
])('keeps one with %s', async (_, svg, reason) => {
  expect(await cleaned(svg)).toBe(reason);
});
