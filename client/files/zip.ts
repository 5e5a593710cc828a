/** All files of a case in one ZIP file, made as it is read: stored as they are, since most are compressed already. */
import type { CaseFile } from '../case/fold/files.ts';
import { failureOf, type FailureCode } from '../calls/failure.ts';
import { makeZip } from 'client-zip';

/** A file that is not in it, and why. */
export interface LeftOut {
  readonly file: CaseFile;
  readonly code: FailureCode;
}

/** What a file that is not whole leaves out, and the rest does not. */
const OF_ONE_FILE: readonly FailureCode[] = ['tampered', 'malformed', 'not-found'];

/**
 * @param open gives a file that was checked
 * @param nameOf what a file is called in it: no two alike
 * @param closing the text that goes last where files are left out, by what is to be said of them
 * @throws what `open` fails with where that is not the file's own fault: the stream breaks off
 */
export function zipOf(
  files: readonly CaseFile[],
  open: (file: CaseFile) => Promise<Blob>,
  nameOf: (file: CaseFile) => string,
  closing: (leftOut: readonly LeftOut[]) => { readonly name: string; readonly text: string },
): { readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>; readonly leftOut: readonly LeftOut[] } {
  const leftOut: LeftOut[] = [];
  async function* entries() {
    for (const file of files) {
      let input: Blob;
      try {
        input = await open(file);
      } catch (error) {
        const code = failureOf(error);
        if (!OF_ONE_FILE.includes(code)) throw error;
        leftOut.push({ file, code });
        continue;
      }
      yield { name: nameOf(file), input, lastModified: noonOf(file.day) };
    }
    if (leftOut.length === 0) return;
    const { name, text } = closing(leftOut);
    yield { name, input: text };
  }
  return { stream: makeZip(entries()) as ReadableStream<Uint8Array<ArrayBuffer>>, leftOut };
}

/** A ZIP file holds a time of day; only the day is known. */
function noonOf(day: string): Date {
  return new Date(`${day}T12:00:00Z`);
}

/**
 * Names by which files can lie side by side: `photo.jpg`, `photo (2).jpg`. Where case makes no difference, there neither.
 * @param names in the order of the files
 */
export function sideBySide(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const dot = name.lastIndexOf('.');
    const [stem, end] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
    let free = name;
    for (let i = 2; taken.has(plain(free)); i++) free = `${stem} (${i})${end}`;
    taken.add(plain(free));
    return free;
  });
}

function plain(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
