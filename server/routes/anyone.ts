import type { Hono } from 'hono';
import { getChallenge, readDirectory, readDirectoryVersion } from '../api/anyone.ts';
import { LoadGauge, newChallenge } from '../challenge.ts';
import type { Context } from '../context.ts';
import { directoryVersion, newestDirectory, type DirectoryRecord } from '../../db/directories.ts';
import { Refusal } from '../refusal.ts';
import { serve } from '../serve.ts';

export function addAnyoneRoutes(app: Hono, context: Context): void {
  const load = new LoadGauge();

  serve(app, readDirectory, async () => {
    const directory = await newestDirectory(context.db);
    if (directory === undefined) throw new Refusal('not-ready');
    return signed(directory);
  });

  serve(app, readDirectoryVersion, async ({ version }) => {
    const directory = await directoryVersion(context.db, Number(version));
    if (directory === undefined) throw new Refusal('not-found');
    return signed(directory);
  });

  serve(app, getChallenge, () => newChallenge(context, load));
}

function signed({ text, signature }: DirectoryRecord) {
  return { text, signature };
}
