/**
 * Compiles the catalogue while pages are built, so that no parser of messages is sent to a browser. One
 * module for each page and language, `virtual:messages/reporter/fr`, loaded when it is needed. It carries the
 * common messages and what it runs on too: a page asks for one file. What only some people come to is a module beside it.
 *
 * In a page's HTML, `{{part:key:language}}` becomes that sentence: for readers without JavaScript.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import core from '@messageformat/core';
import compiler from '@messageformat/core/lib/compile-module.js';
import type { Plugin } from 'vite';
import { languages, type Language } from './languages.ts';
import { rooms } from './rooms.ts';

// Their types promise a `default` that the files, which are CommonJS, don't have.
export const MessageFormat = core as unknown as typeof core.default;
const compileModule = compiler as unknown as typeof compiler.default;

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const PREFIX = 'virtual:messages/';
/** Behind the path of a file that runs in the module named after it. */
const COPY = '?messages=';

type Part = keyof typeof rooms;
export const parts = Object.keys(rooms) as readonly Part[];

/** What is loaded beside the messages of a page, when it is needed: without the common ones. */
const ADDED: readonly Part[] = ['own', 'files', 'look', 'proof'];

/** What officers have of what is loaded apart for reporters. */
const OFFICERS: readonly Part[] = ['files'];

/** What the page says that checks proofs. */
const VERIFIES: readonly Part[] = ['verify', 'proof'];

/** Sentences in ICU MessageFormat, by key. */
export type Messages = Record<string, string>;

/** All sentences of a part, whichever room they stand in. */
export function readMessages(part: Part, language: Language): Messages {
  return Object.assign({}, ...filesOf(part, language).map(({ messages: of }) => of)) as Messages;
}

/** The catalogue of a part as it lies there: a file for each room, named after it. */
export function filesOf(
  part: Part,
  language: Language,
): { room: string; path: string; messages: Messages }[] {
  const folder = `${FOLDER}${part}/${language}`;
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const path = `${folder}/${name}`;
      return {
        room: name.replace(/\.json$/, ''),
        path,
        messages: JSON.parse(readFileSync(path, 'utf8')) as Messages,
      };
    });
}

export function messages(): Plugin {
  return {
    name: 'sotto:messages',
    // Before Vite finds the files themselves.
    enforce: 'pre',
    async resolveId(id, importer) {
      if (id.startsWith(PREFIX)) return `\0${id}`;
      // A copy for each module: what several of them share would become one more file to ask for.
      const place = importer && (importer.split(`\0${PREFIX}`)[1] ?? importer.split(COPY)[1]);
      if (!place) return null;
      const shared = await this.resolve(id, importer.split(COPY)[0], { skipSelf: true });
      return shared && shared.id + COPY + place;
    },
    load(id) {
      const place = placeOf(id);
      if (place === null) return null;
      const [page, language] = place;
      // What one page says is of no use in another; that page is one file.
      if (this.environment.name === 'verify' && !VERIFIES.includes(page)) return 'export default {};';
      const officers = page === 'officer' ? OFFICERS : [];
      const together = ADDED.includes(page) ? [page] : (['common', page, ...officers] as const);
      for (const part of together) for (const { path } of filesOf(part, language)) this.addWatchFile(path);
      const all = together.map((part) => wholeMessages(part, language));
      return compileModule(new MessageFormat(language), Object.assign({}, ...all) as Messages);
    },
    transformIndexHtml: {
      order: 'pre',
      handler: (html) =>
        html.replace(/\{\{(.*?)\}\}/g, (found, name: string) => {
          const [part, key = '', language] = name.split(':');
          const text = isPart(part) && isLanguage(language) ? readMessages(part, language)[key] : undefined;
          if (text === undefined) throw new Error(`no message for ${found}`);
          return escapeHtml(text);
        }),
    },
  };
}

function placeOf(id: string): [Part, Language] | null {
  if (!id.startsWith(`\0${PREFIX}`)) return null;
  const [part, language] = id.slice(PREFIX.length + 1).split('/');
  if (!isPart(part) || !isLanguage(language)) throw new Error(`no messages ${id.slice(1)}`);
  return [part, language];
}

/** @throws {Error} when a sentence is missing in this language */
function wholeMessages(part: Part, language: Language): Messages {
  const found = readMessages(part, language);
  const missing = Object.keys(readMessages(part, 'en')).filter((key) => !found[key]);
  if (missing.length > 0) throw new Error(`${part}/${language} lacks ${missing.join(', ')}`);
  return found;
}

function isPart(name: string | undefined): name is Part {
  return parts.some((part) => part === name);
}

function isLanguage(name: string | undefined): name is Language {
  return languages.some((language) => language === name);
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
