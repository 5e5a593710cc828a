/** Rights as plain text, made of the newest signed directory. Nothing is rendered: a browser shows it as it is. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Hono } from 'hono';
import type { Context } from '../instance/context.ts';
import { Refusal } from '../answers/refusal.ts';
import { plainText, rightsLanguages, rightsText, type Usual } from '../pages/rights-text.ts';

const HEADERS = { 'content-type': 'text/plain; charset=utf-8' };

/** @param pagesFolder where the texts are that are shown before an office has written any */
export function addRightsRoutes(app: Hono, context: Context, pagesFolder: string | null): void {
  const texts = readUsual(pagesFolder);
  const usual: Usual = (kind, language) =>
    texts.get(`${kind}.${language}`) ?? texts.get(`${kind}.en`) ?? null;
  const said = async (language: string) => {
    const isThere = (await context.newest.versionOrNull()) !== null;
    const text = isThere ? rightsText(await context.newest.directory(), language, usual) : null;
    const general = usual('public', language);
    return text ?? (general === null ? null : plainText(general));
  };

  app.get('/rights.txt', async (http) => {
    const isThere = (await context.newest.versionOrNull()) !== null;
    const own = isThere ? rightsLanguages(await context.newest.directory()) : [];
    const general = [...texts.keys()].map((name) => name.split('.')[1]!);
    const languages = [...new Set(['en', ...[...own, ...general].sort()])];
    const all = await Promise.all(languages.map(said));
    const found = all.filter((text) => text !== null);
    if (found.length === 0) throw new Refusal('not-found');
    return http.body(found.join('\n\n'), 200, HEADERS);
  });

  app.get('/rights/:file{[a-z]{2,3}\\.txt}', async (http) => {
    const text = await said(http.req.param('file').slice(0, -'.txt'.length));
    if (text === null) throw new Refusal('not-found');
    return http.body(text, 200, HEADERS);
  });
}

/** @returns by kind of door and language, `public.en` */
function readUsual(pagesFolder: string | null): Map<string, string> {
  const folder = join(pagesFolder ?? '', 'rights');
  if (pagesFolder === null || !existsSync(folder)) return new Map();
  const names = readdirSync(folder).flatMap(
    (name) => /^usual\.([a-z]+\.[a-z]{2,3})\.txt$/.exec(name)?.[1] ?? [],
  );
  return new Map(names.map((name) => [name, readFileSync(join(folder, `usual.${name}.txt`), 'utf8')]));
}
