import type { Hono } from 'hono';
import type * as z from 'zod/mini';
import { getChallenge, readDirectory, readDirectoryVersion } from '../api/anyone.ts';
import { challengeFor } from '../challenges/challenge.ts';
import type { Context } from '../instance/context.ts';
import { directoryVersion, newestVersion, type DirectoryRecord } from '../../db/directories.ts';
import type { AllPlaces } from '../traffic/places.ts';
import { Refusal } from '../answers/refusal.ts';
import { Prepared, serve } from '../answers/serve.ts';

/** Bytes of the smallest report: what is meant where nothing is said. */
const SMALLEST = '36864';

export function addAnyoneRoutes(app: Hono, context: Context, places: AllPlaces): void {
  let newest: { version: number; answer: Prepared<z.output<typeof readDirectory.answer>> } | null = null;

  serve(app, readDirectory, async () => {
    const version = await newestVersion(context.db);
    if (version === undefined) throw new Refusal('not-ready');
    if (newest?.version !== version) {
      const directory = (await directoryVersion(context.db, version))!;
      newest = { version, answer: new Prepared(readDirectory, signed(directory)) };
    }
    return newest.answer;
  });

  serve(app, readDirectoryVersion, ({ version }, http) =>
    places.versions.in(http, Number(version), async () => {
      const directory = await directoryVersion(context.db, Number(version));
      if (directory === undefined) throw new Refusal('not-found');
      return signed(directory);
    }),
  );

  serve(app, getChallenge, async ({ for: kind = 'case', bytes = SMALLEST }) => ({
    challenge: await challengeFor(context, kind, Number(bytes)),
    directory: (await context.newest.versionOrNull())?.hash ?? null,
  }));
}

function signed({ text, signature }: DirectoryRecord) {
  return { text, signature };
}
