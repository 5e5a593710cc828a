/** Where an opened file goes: bytes come in any order, and it is one file only once all of them are right. */
import { Failure } from '../calls/failure.ts';

export interface Sink<T> {
  /** @param position bytes of the file before these */
  write(position: number, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  keep(): Promise<T>;
  /** Leaves nothing behind. Never throws. */
  drop(): Promise<void>;
}

/** Held by the browser as it holds files: the larger ones on the disk. */
export function blobSink(): Sink<Blob> {
  const parts = new Map<number, Blob>();
  return {
    // Handed to the browser piece by piece: what is left here is a megabyte or three.
    write: async (position, bytes) => void parts.set(position, new Blob([bytes])),
    keep: async () => {
      const inOrder = [...parts].sort(([one], [other]) => one - other).map(([, part]) => part);
      // Of no type that a browser would open: what the sender calls it is only said.
      return new Blob(inOrder, { type: 'application/octet-stream' });
    },
    drop: async () => parts.clear(),
  };
}

/** A file of this device that somebody chose the place of, empty so far. */
export type DiskPlace = FileSystemFileHandle;

/** On the disk, where a person said: beside its place until it is kept. @throws Failure `not-saved`, as its methods do */
export async function diskSink(place: DiskPlace): Promise<Sink<void>> {
  const drop = () => removeEmpty(place);
  const writable = await orNotSaved(place.createWritable()).catch(async (error: unknown) => {
    await drop();
    throw error;
  });
  return {
    write: (position, data) => orNotSaved(writable.write({ type: 'write', position, data })),
    keep: () => orNotSaved(writable.close()),
    drop: async () => {
      await writable.abort().catch(() => undefined);
      await drop();
    },
  };
}

async function orNotSaved<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch {
    throw new Failure('not-saved');
  }
}

/** A browser makes the file when its place is chosen, with nothing in it. */
async function removeEmpty(place: DiskPlace & { remove?(): Promise<void> }): Promise<void> {
  try {
    if ((await place.getFile()).size === 0) await place.remove?.();
  } catch {
    // It is gone, or cannot be taken away: then it is one with nothing in it.
  }
}
