/** The clock of a device, which a page and its workers go by. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Middle } from './middle.ts';

/** Code that sets the clock of whatever runs it. */
export function laterBy(milliseconds: number): string {
  return `(() => {
    const Real = Date;
    globalThis.Date = class extends Real {
      constructor(...given) {
        super(...(given.length > 0 ? given : [Real.now() + ${milliseconds}]));
      }
      static now() {
        return Real.now() + ${milliseconds};
      }
    };
  })();`;
}

/** A worker's clock cannot be set from outside: what makes it goes before its code. @param ahead asked for each time */
export async function setWorkerClocks(
  middle: Middle,
  pagesFolder: string,
  ahead: () => number,
): Promise<void> {
  for (const file of await readdir(join(pagesFolder, 'assets'))) {
    if (/^worker-.*\.js$/.test(file))
      middle.change(`/assets/${file}`, (code) => `${laterBy(ahead())}\n${code}`);
  }
}
