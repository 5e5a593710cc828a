/**
 * Shows one file, in a document that has an origin of its own: no key, no storage, no page around it, and no network
 * but the code it is made of. Its headers say so, and the frame it is in.
 */
import './view.css';
import type { Pressed, Told, ToShow, Wish } from './told.ts';
import type { Seen } from './seen.ts';
import { showText } from './text.ts';

/** Connections that a content security policy knows nothing of. Frames in here are strangers to it: nobody gets them back. */
for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection'])
  Object.defineProperty(globalThis, name, { value: undefined });

/** What changes with a wish. @returns which page is seen then, of how many */
type Shown = (wish: Wish) => Promise<Seen>;

const FIRST: Wish = { page: 1, large: false };
const FAILED: Seen = { is: 'failed', why: 'not-shown' };
const WHOLE: Seen = { is: 'shown', page: 1, pages: 1 };

addEventListener('message', function take({ source, data, ports: [port] }: MessageEvent<ToShow>) {
  if (source !== parent || port === undefined) return;
  removeEventListener('message', take);
  const shown = show(data);
  let seen: Seen = FAILED;
  let last: Promise<unknown> = shown.catch(() => null);
  // One after the other, so that the last that was wished is what is seen.
  const grant = (wish: Wish) => {
    last = last
      .then(async () => (await shown)(wish))
      .catch(() => FAILED)
      .then((came) => {
        seen = came;
        port.postMessage(measured(came));
      });
  };
  new ResizeObserver(() => {
    if (seen.is === 'shown') port.postMessage(measured(seen));
  }).observe(document.body);
  for (const is of ['keydown', 'keyup'] as const)
    addEventListener(is, ({ key, repeat }) => {
      const pressed: Pressed = { is, key: key === 'Shift' ? key : 'Unidentified' };
      if (!repeat) port.postMessage(pressed);
    });
  port.addEventListener('message', (asked: MessageEvent<Wish>) => grant(asked.data));
  port.start();
  grant(FIRST);
});

function measured(seen: Seen): Told {
  if (seen.is === 'failed') return seen;
  return { ...seen, height: Math.max(1, Math.ceil(document.body.getBoundingClientRect().height)) };
}

async function show({ file, kind, type, name, room }: ToShow): Promise<Shown> {
  document.body.style.setProperty('--room', `${room}px`);
  document.body.className = kind;
  // What scrolls is reached by the keyboard.
  if (kind !== 'sound' && kind !== 'film') document.body.tabIndex = 0;
  // The same octets, called what they were found to be.
  const typed = file.slice(0, file.size, type);
  if (kind === 'picture') return showPicture(typed, name);
  if (kind === 'text') return unchanging(showText(typed));
  if (kind !== 'pdf') return unchanging(showMedia(typed, kind, name));
  const code = await import('./pdf.ts').catch(() => null);
  if (code === null) return unchanging(Promise.resolve({ is: 'failed', why: 'not-loaded' }));
  return code.showPdf(typed);
}

async function unchanging(told: Promise<Seen | void>): Promise<Shown> {
  const first = (await told) ?? WHOLE;
  return () => Promise.resolve(first);
}

async function showPicture(file: Blob, name: string): Promise<Shown> {
  const image = new Image();
  image.alt = name;
  image.src = URL.createObjectURL(file);
  await image.decode();
  document.body.append(image);
  return ({ large }) => {
    image.classList.toggle('large', large);
    return Promise.resolve(WHOLE);
  };
}

async function showMedia(file: Blob, kind: 'sound' | 'film', name: string): Promise<void> {
  const player = document.createElement(kind === 'sound' ? 'audio' : 'video');
  player.controls = true;
  player.preload = 'metadata';
  player.setAttribute('aria-label', name);
  const loaded = new Promise((resolve, reject) => {
    player.addEventListener('loadedmetadata', resolve);
    player.addEventListener('error', reject);
  });
  player.src = URL.createObjectURL(file);
  document.body.append(player);
  await loaded;
}
