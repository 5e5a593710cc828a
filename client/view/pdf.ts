/** PDF, drawn page by page: nothing of it runs, is followed or is asked for. */
import {
  AnnotationMode,
  getDocument,
  type PDFDocumentProxy,
  type PDFPageProxy,
} from 'pdfjs-dist/legacy/build/pdf.mjs';
// Tells the other half where it is: it parses in this document, where there can be no worker.
import 'pdfjs-dist/legacy/build/pdf.worker.mjs';
import type { Seen } from './seen.ts';
import type { Wish } from './told.ts';

/** Dots of a page as it is drawn, and of a picture in it: 16 and 100 million. */
const PAGE_PIXELS = 16e6;
const PICTURE_PIXELS = 100e6;

/** Times the room there is, where it is wished large. */
const LARGE = 2;

/** Gives the code no file but the one it is to show. */
class NoOtherFile {
  fetch(): Promise<never> {
    return Promise.reject(new Error('nothing is asked for'));
  }
}

/** @returns what draws the page that is wished */
export async function showPdf(file: Blob): Promise<(wish: Wish) => Promise<Seen>> {
  const loading = getDocument({
    data: new Uint8Array(await file.arrayBuffer()),
    BinaryDataFactory: NoOtherFile,
    useWorkerFetch: false,
    disableWorkerRendering: true,
    enableXfa: false,
    maxImageSize: PICTURE_PIXELS,
    // Scans are decoded by scripts that lie beside this one: this policy allows no WebAssembly.
    useWasm: false,
    wasmUrl: new URL('/view/pdf/', location.href).href,
    verbosity: 0,
  });
  try {
    const pdf = await loading.promise;
    return (wish) => drawn(pdf, wish);
  } catch (error) {
    const why = (error as Error).name === 'PasswordException' ? 'encrypted' : 'not-shown';
    return () => Promise.resolve({ is: 'failed', why });
  }
}

async function drawn(pdf: PDFDocumentProxy, { page: wanted, large }: Wish): Promise<Seen> {
  const number = Math.min(Math.max(wanted, 1), pdf.numPages);
  const page = await pdf.getPage(number);
  const canvas = document.createElement('canvas');
  canvas.classList.toggle('large', large);
  canvas.setAttribute('aria-hidden', 'true');
  const viewport = page.getViewport({ scale: scaleOf(page, large) });
  canvas.width = viewport.width;
  canvas.height = viewport.height;
  if (large) canvas.style.width = `${LARGE * 100}%`;
  await page.render({ canvas, viewport, annotationMode: AnnotationMode.ENABLE }).promise;
  const words = document.createElement('p');
  words.className = 'heard';
  words.dir = 'auto';
  words.textContent = await wordsOf(page);
  document.body.replaceChildren(words, canvas);
  scrollTo(0, 0);
  page.cleanup();
  return { is: 'shown', page: number, pages: pdf.numPages };
}

/** As wide as there is room, in dots of the screen, and never more dots than a device can draw. */
function scaleOf(page: PDFPageProxy, large: boolean): number {
  const { width, height } = page.getViewport({ scale: 1 });
  const wide = document.documentElement.clientWidth * Math.min(devicePixelRatio, 2) * (large ? LARGE : 1);
  return Math.min(wide / width, Math.sqrt(PAGE_PIXELS / (width * height)));
}

async function wordsOf(page: PDFPageProxy): Promise<string> {
  try {
    const { items } = await page.getTextContent();
    return items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
  } catch {
    return '';
  }
}
