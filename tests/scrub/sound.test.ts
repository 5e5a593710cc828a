import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scrub } from '../../client/scrub/scrub.ts';
import type { Scrubbed } from '../../client/scrub/scrubber.ts';

const HIDDEN = 'PK hidden by Anna';

async function appendedTo(name: string): Promise<Scrubbed> {
  return scrub(new Blob([await readFile(join(import.meta.dirname, 'corpus/media', name)), HIDDEN]));
}

it.each(['ape.mp3', 'voice.ogg', 'voice.opus', 'phone.mp4'])(
  'leaves out what was appended to %s',
  async (name) => {
    const scrubbed = await appendedTo(name);
    expect(scrubbed.is === 'clean' ? await scrubbed.file.text() : scrubbed.reason).not.toContain('Anna');
    expect(scrubbed.is).toBe('clean');
  },
);

it('keeps FLAC to which something was appended, since nothing says where its sound ends', async () => {
  expect(await appendedTo('voice.flac')).toMatchObject({ is: 'kept', reason: 'not-removable' });
});

it('reads of sound that takes gigabytes only where it begins', async () => {
  const voice = new Blob([await readFile(join(import.meta.dirname, 'corpus/media/recorder.wav'))]);
  const header = new Uint8Array(await voice.arrayBuffer());
  const piece = new Blob([new Uint8Array(2 ** 24)]);
  // A length of nothing: what a recorder leaves that was cut off. Lists before the sound stay lists.
  const at = Buffer.from(header).indexOf('data');
  header.fill(0, at + 4, at + 8);
  const scrubbed = await scrub(
    new Blob([header.slice(0, at + 8), ...Array.from({ length: 64 }, () => piece)]),
  );
  expect(scrubbed.is === 'clean' ? scrubbed.file.size : scrubbed.reason).toBe(44 + 2 ** 30);
});
