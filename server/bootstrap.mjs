// From a fresh clone to a running program: installs what package-lock.json names, builds when a source has changed,
// then runs. Node's own modules only: when this file starts, nothing else may be there yet.
//
//   node server/bootstrap.mjs start|demo|bench|build [arguments]
//
// Everything said here goes to standard error: standard output belongs to the program that is run.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The oldest Node that the build runs on (Vite's own demand). */
const OLDEST_NODE = [20, 19];

/** What the build reads. Of tests/ only what is compiled for Node. */
const SOURCES = ['crypto', 'server', 'db', 'client', 'tests/demo'];
const BUILD_FILES = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'vite.config.ts',
  'vite.server.config.ts',
  'tests/stage/running.ts',
];

/** @type {Record<string, string>} Every other command is one of `sotto`. The benchmarks measure the build from outside. */
const PROGRAMS = { demo: 'dist/tests/demo/main.js', bench: 'tests/bench/run.mjs' };

/**
 * How Node is told to run the server. Most of what a request leaves behind is garbage at once: with 4 MB, instead of 16,
 * for each half of what is young, the server keeps 40 MB less under load and does not work more.
 */
export const NODE_FLAGS = ['--max-semi-space-size=4'];

/** A failure that a sentence explains, so that no stack trace is shown. */
class Stop extends Error {}

/** Leaves everything installed and built. Does nothing when nothing has changed. */
export function prepare() {
  prepareModules();
  const hash = sourcesHash();
  if (builtHash() !== hash) build(hash);
}

/** Leaves everything installed. */
export function prepareModules() {
  checkNode();
  if (!installed()) install();
  checkDatabaseDriver();
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new Stop(
    `Sotto needs Node ${OLDEST_NODE.join('.')} or newer; this is Node ${process.versions.node}. See https://nodejs.org.`,
  );
}

/**
 * Compares what is installed with what is locked, package by package. Dates of files would lie after a checkout, and
 * after npm wrote its two lockfiles in either order.
 */
function installed() {
  /** @typedef {{ version?: string, integrity?: string, optional?: boolean, peer?: boolean }} Locked */
  /** @type {(path: string) => Record<string, Locked>} */
  const packages = (path) => {
    const lockfile = /** @type {unknown} */ (JSON.parse(readFileSync(join(ROOT, path), 'utf8')));
    return /** @type {{ packages: Record<string, Locked> }} */ (lockfile).packages;
  };
  if (!existsSync(join(ROOT, 'node_modules/.package-lock.json'))) return false;
  const present = packages('node_modules/.package-lock.json');
  return Object.entries(packages('package-lock.json')).every(([path, locked]) => {
    if (path === '') return true;
    const found = present[path];
    // An optional package is left out on machines that it is not for.
    if (found === undefined) return locked.optional === true;
    return found.version === locked.version && found.integrity === locked.integrity;
  });
}

function install() {
  say('Installing dependencies.');
  // The build needs the development dependencies, whatever NODE_ENV says.
  if (npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']) === 0) return;
  throw new Stop(
    'npm could not install the dependencies: its own message is above.\n' +
      'If better-sqlite3 could not be compiled, install python3, make and g++ (Debian: apt-get install python3 make g++), then try again.',
  );
}

/** better-sqlite3 is compiled for one version of Node: another Node, or an npm that skipped its script, needs it again. */
function checkDatabaseDriver() {
  if (driverLoads()) return;
  say('Compiling better-sqlite3 for this Node.');
  npm(['rebuild', 'better-sqlite3']);
  if (driverLoads()) return;
  throw new Stop(
    'better-sqlite3, the SQLite driver, does not load. It is compiled during installation, which needs python3, make and g++\n' +
      "(Debian: apt-get install python3 make g++) and npm's leave to run its script (package.json: allowScripts). Then run: npm rebuild better-sqlite3",
  );
}

function driverLoads() {
  const script = "new (require('better-sqlite3'))(':memory:').close()";
  return spawnSync(process.execPath, ['-e', script], { cwd: ROOT, stdio: 'ignore' }).status === 0;
}

/**
 * A new build is made aside and put in place whole, so that a build cut short leaves the old one.
 *
 * @param {string} hash of the sources
 */
function build(hash) {
  say('Building.');
  const next = join(ROOT, `node_modules/.cache/sotto/next-${process.pid}`);
  const old = join(ROOT, `node_modules/.cache/sotto/old-${process.pid}`);
  rmSync(next, { recursive: true, force: true });
  mkdirSync(next, { recursive: true });
  try {
    tool('typescript', 'tsc', ['-p', 'tsconfig.build.json', '--outDir', next]);
    const quietly = ['--logLevel', 'warn', '--outDir'];
    tool('vite', 'vite', ['build', '--config', 'vite.server.config.ts', ...quietly, join(next, 'server')]);
    tool('vite', 'vite', ['build', ...quietly, join(next, 'pages')]);
    writeFileSync(join(next, '.built'), hash);
    if (existsSync(join(ROOT, 'dist'))) renameSync(join(ROOT, 'dist'), old);
    renameSync(next, join(ROOT, 'dist'));
  } finally {
    rmSync(next, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}

/** Whether dist/ is what the sources would be built to now. */
export function isBuilt() {
  return builtHash() === sourcesHash();
}

function builtHash() {
  const path = join(ROOT, 'dist/.built');
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

function sourcesHash() {
  const hash = createHash('sha256');
  const paths = SOURCES.filter((folder) => existsSync(join(ROOT, folder))).flatMap(filesUnder);
  for (const path of [...BUILD_FILES, ...paths]) {
    const bytes = readFileSync(join(ROOT, path));
    hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function filesUnder(folder) {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return filesUnder(path);
      // What is made of the sources, for types alone, is in no build.
      return entry.isFile() && !entry.name.endsWith('.gen.ts') ? [path] : [];
    });
}

/**
 * @param {string[]} args
 * @returns {number} npm's exit status
 */
function npm(args) {
  // npm tells its scripts where it is; on its own, the shell finds it (npm.cmd on Windows).
  const own = process.env['npm_execpath'];
  const [command, first] = own?.endsWith('npm-cli.js') ? [process.execPath, [own]] : ['npm', []];
  return run(command, [...first, ...args], process.platform === 'win32' && first.length === 0);
}

/**
 * Runs the program of an installed package.
 *
 * @param {string} name
 * @param {string} program
 * @param {string[]} args
 */
function tool(name, program, args) {
  const manifest = /** @type {unknown} */ (
    JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8'))
  );
  const { bin } = /** @type {{ bin: Record<string, string> }} */ (manifest);
  const path = join(ROOT, 'node_modules', name, bin[program] ?? '');
  if (run(process.execPath, [path, ...args]) !== 0)
    throw new Stop(`The build failed: ${program} says why above.`);
}

/**
 * @param {string} command
 * @param {string[]} args
 */
function run(command, args, shell = false) {
  const { status } = spawnSync(command, args, { cwd: ROOT, stdio: ['ignore', 2, 2], shell });
  return status ?? 1;
}

/** @param {string} sentence */
function say(sentence) {
  console.error(sentence);
}

/**
 * Runs a built program in place of this one: same input and output, same signals, same end.
 *
 * @param {string} path
 * @param {string[]} args
 */
function become(path, args) {
  const child = spawn(process.execPath, [...NODE_FLAGS, join(ROOT, path), ...args], { stdio: 'inherit' });
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGHUP'])) {
    // A terminal sends these to both processes; sent twice, they could mean "now, at once".
    process.on(signal, () => process.stdin.isTTY || child.kill(signal));
  }
  child.on('exit', (status, signal) => {
    if (signal === null) process.exit(status ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/** @param {string[]} args */
function main([command = 'start', ...args]) {
  try {
    prepare();
    if (command === 'build') return;
    const program = PROGRAMS[command];
    if (program) become(program, args);
    else become('dist/server/main.js', [command, ...args]);
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    say(error.message);
    process.exit(1);
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url))
  main(process.argv.slice(2));
