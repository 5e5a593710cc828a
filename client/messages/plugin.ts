/**
 * Compiles the catalogue while pages are built, so that no parser of messages is sent to a browser. One
 * module for each page and language, `virtual:messages/reporter/fr`, loaded when it is needed. It carries the
 * common messages and what it runs on too: a page asks for one file.
 *
 * In a page's HTML, `{{part:key:language}}` becomes that sentence: for readers without JavaScript.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import core from '@messageformat/core';
import compiler from '@messageformat/core/lib/compile-module.js';
import type { Plugin } from 'vite';
import { languages, type Language } from './languages.ts';

// Their types promise a `default` that the files, which are CommonJS, don't have.
export const MessageFormat = core as unknown as typeof core.default;
const compileModule = compiler as unknown as typeof compiler.default;

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const PREFIX = 'virtual:messages/';
/** Behind the path of a file that runs in the module named after it. */
const COPY = '?messages=';

export const parts = ['common', 'reporter', 'officer'] as const;
type Part = (typeof parts)[number];

/** Sentences in ICU MessageFormat, by key. */
export type Messages = Record<string, string>;

export function readMessages(part: Part, language: Language): Messages {
  return JSON.parse(readFileSync(pathOf(part, language), 'utf8')) as Messages;
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
      for (const part of ['common', page] as const) this.addWatchFile(pathOf(part, language));
      const all = { ...wholeMessages('common', language), ...wholeMessages(page, language) };
      return compileModule(new MessageFormat(language), all);
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

function pathOf(part: Part, language: Language): string {
  return `${FOLDER}${part}/${language}.json`;
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
  if (missing.length > 0) throw new Error(`${part}/${language}.json lacks ${missing.join(', ')}`);
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
