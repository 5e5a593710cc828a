/** What ExifTool, which knows more about what files tell than any other program, finds in them. */
import { exiftoolPath } from 'exiftool-vendored';
import { execFile } from 'node:child_process';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { isStructure } from './structure.ts';

export interface Sight {
  /** `[group] name: value` of everything that isn't structure. */
  readonly told: readonly string[];
  /** How a picture has to be turned, in words; empty where it hasn't. */
  readonly turned: string;
  /** Of what a picture is drawn from, a film is shown and sound is played from; empty for formats that it doesn't know it of. */
  readonly content: string;
}

/** @returns by the name of each file, without folders */
export async function lookAt(paths: readonly string[]): Promise<Map<string, Sight>> {
  if (paths.length === 0) return new Map();
  const options = ['-json', '-G1', '-a', '-u', '-ee', '-api', 'RequestTags=ImageDataHash'];
  const answer = await run(await exiftoolPath(), [...options, ...paths]);
  const all = JSON.parse(answer) as Record<string, unknown>[];
  return new Map(all.map((tags) => [basename(String(tags['SourceFile'])), sight(tags)]));
}

async function run(program: string, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(program, args, { maxBuffer: 2 ** 28 });
    return stdout;
  } catch (error) {
    // It ends with 1 when it couldn't make anything of one of the files, and says so of that one.
    const { stdout } = error as { stdout?: string };
    if (stdout === undefined || stdout === '') throw error;
    return stdout;
  }
}

function sight(tags: Readonly<Record<string, unknown>>): Sight {
  const entries = Object.entries(tags).map(([key, value]) => ({ key, value: String(value) }));
  const turned = entries.find(({ key }) => /:(?:Orientation|Rotation)$/.test(key))?.value ?? '';
  return {
    told: entries
      .filter(({ key, value }) => !isStructure(key, value))
      .map(({ key, value }) => `${key}: ${value}`),
    turned: /^(?:Horizontal.*|Unknown.*|0)$/.test(turned) ? '' : turned,
    content: entries.find(({ key }) => key.endsWith(':ImageDataHash'))?.value ?? '',
  };
}
