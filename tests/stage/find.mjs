// Where the browsers are that the tests drive. No dependencies: it runs before anything is installed.
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** @typedef {'chromium' | 'firefox'} Kind */

/** @type {Record<Kind, { override: string, debian: string, places: string[] }>} */
const BROWSERS = {
  chromium: {
    override: 'SOTTO_CHROMIUM',
    debian: 'chromium',
    places: [
      'chromium',
      'chromium-browser',
      'google-chrome-stable',
      'google-chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    ],
  },
  firefox: {
    override: 'SOTTO_FIREFOX',
    debian: 'firefox-esr',
    places: ['firefox-esr', 'firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'],
  },
};

/**
 * @param {Kind} kind
 * @returns {string | null} the path of its program, or null when this machine has none
 * @throws {Error} when the override names something that can't be run
 */
export function find(kind) {
  const { override, places } = BROWSERS[kind];
  const chosen = process.env[override];
  if (chosen) {
    if (runnable(chosen)) return chosen;
    throw new Error(`${override} is set to ${chosen}, which is not a program that can be run.`);
  }
  for (const place of places) {
    const folders = isAbsolute(place) ? [''] : (process.env['PATH'] ?? '').split(delimiter);
    for (const folder of folders) if (runnable(join(folder, place))) return join(folder, place);
  }
  return null;
}

/**
 * Finds both browsers, and has Debian's package manager install what is missing where that is allowed.
 *
 * @throws {Error} whose message says what to install
 */
export function findOrInstall() {
  const missing = absent();
  if (missing.length === 0) return;
  const asRoot = rootPrefix();
  const [apt, ...rest] = asRoot ? [...asRoot, 'apt-get'] : [];
  if (apt) {
    // A font with Arabic and Cyrillic letters, so that right-to-left pages are laid out as people see them.
    const packages = [...missing.map((kind) => BROWSERS[kind].debian), 'fonts-noto-core'];
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    console.error(`Installing ${packages.join(', ')}.`);
    const install = ['install', '-y', '--no-install-recommends', ...packages];
    for (const task of [['update'], install]) {
      const { status, stdout, stderr } = spawnSync(apt, [...rest, '-qq', ...task], {
        env,
        encoding: 'utf8',
        maxBuffer: Infinity,
      });
      // What is still missing is said below; why is here.
      if (status !== 0) console.error(`${stdout ?? ''}${stderr ?? ''}`.trim());
    }
  }
  const still = absent();
  if (still.length > 0) throw new Error(still.map(sentence).join('\n'));
}

function absent() {
  /** @type {Kind[]} */
  const kinds = ['chromium', 'firefox'];
  return kinds.filter((kind) => find(kind) === null);
}

/** @param {Kind} kind */
export function sentence(kind) {
  const { override, debian } = BROWSERS[kind];
  const name = kind === 'chromium' ? 'Chromium' : 'Firefox ESR';
  return `The tests need ${name}: install it (Debian: apt-get install ${debian}), or set ${override} to the path of its program.`;
}

/** @returns {string[] | null} what to put before a command to run it as root, or null when that can't be done */
function rootPrefix() {
  try {
    execFileSync('apt-get', ['--version'], { stdio: 'ignore' });
    if (process.getuid?.() === 0) return [];
    execFileSync('sudo', ['-n', 'true'], { stdio: 'ignore' });
    return ['sudo', '-n'];
  } catch {
    return null;
  }
}

/** @param {string} path */
function runnable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
