// The whole test suite: installs and builds what is missing, finds the browsers, checks, tests, and counts. No
// dependencies: it runs before anything is installed. The last line is always `N passed, N failed`.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareModules } from '../server/bootstrap.mjs';
import { findOrInstall } from './stage/find.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** @typedef {{ passed: number, failed: number, skipped: number, names: string[] }} Count what failed has a name, and why */

/**
 * What is read of Vitest's JSON report.
 *
 * @typedef {object} Report
 * @property {number} numPassedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {{ name: string, status: string, message: string, assertionResults: Assertion[] }[]} testResults
 */

/** @typedef {{ status: string, fullName: string, failureMessages?: string[] }} Assertion */

/**
 * The checks beside the build; then Node's tests and after them those in browsers, which wait long enough for one another:
 * all at once takes longer than one after the other.
 *
 * @returns {Promise<Count>}
 */
async function test() {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-tests-'));
  try {
    const before = await Promise.all([check(), build()]);
    return sum([...before, await vitest(process.argv.slice(2), join(folder, 'report.json'))]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The pages are built while the checks begin. */
const build = async () =>
  verdict('build', await run(process.execPath, [join(ROOT, 'server/bootstrap.mjs'), 'build']));

/** Imports are looked at by a test. */
const check = async () => verdict('check:code', await run('npm', ['run', '--silent', 'check:code']));

/**
 * @param {string} name
 * @param {number} status
 * @returns {Count}
 */
function verdict(name, status) {
  return status === 0
    ? { passed: 0, failed: 0, skipped: 0, names: [] }
    : { passed: 0, failed: 1, skipped: 0, names: [`npm run ${name}`] };
}

/**
 * @param {readonly string[]} which
 * @param {string} report path of a file to write
 * @returns {Promise<Count>}
 */
async function vitest(which, report) {
  const command = [
    join(ROOT, 'node_modules/vitest/vitest.mjs'),
    'run',
    // A dot for each test, and what failed in full.
    '--reporter=dot',
    '--reporter=json',
    `--reporter=${join(ROOT, 'tests/stage/second-tries.ts')}`,
    `--outputFile.json=${report}`,
    ...which,
  ];
  const status = await run(process.execPath, command);
  const count = read(report);
  // A failure that belongs to no test counts as one: an error nobody caught.
  if (status === 0 || count.failed > 0) return count;
  return { ...count, failed: 1, names: ['an error in no test, see above'] };
}

/**
 * @param {readonly Count[]} counts
 * @returns {Count}
 */
function sum(counts) {
  const total = (/** @type {'passed' | 'failed' | 'skipped'} */ name) =>
    counts.reduce((all, count) => all + count[name], 0);
  const names = counts.flatMap((count) => count.names);
  return { passed: total('passed'), failed: total('failed'), skipped: total('skipped'), names };
}

/**
 * @param {string} report
 * @returns {Count}
 */
function read(report) {
  const result = /** @type {Report} */ (/** @type {unknown} */ (JSON.parse(readFileSync(report, 'utf8'))));
  const hasFailed = (/** @type {{ status: string }} */ { status }) => status === 'failed';
  const names = result.testResults.flatMap(({ name, message, assertionResults, ...file }) => {
    const failed = assertionResults.filter(hasFailed);
    const named = failed.map(({ fullName, failureMessages }) =>
      inALine(`${relative(ROOT, name)}: ${fullName}`, failureMessages?.[0] ?? ''),
    );
    // A file that could not even begin.
    return hasFailed(file) && failed.length === 0 ? [inALine(relative(ROOT, name), message)] : named;
  });
  return {
    passed: result.numPassedTests,
    failed: names.length,
    skipped: result.numPendingTests + result.numTodoTests,
    names,
  };
}

/**
 * @param {string} name
 * @param {string} why
 */
const inALine = (name, why) => `${name}: ${why.split('\n', 1)[0]}`.slice(0, 300);

/**
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<number>} its status
 */
function run(command, args) {
  const shell = process.platform === 'win32' && command === 'npm';
  const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'], shell });
  return new Promise((ended) => {
    child.on('error', () => ended(1));
    child.on('close', (status) => ended(status ?? 1));
  });
}

/** @type {Count} */
let count = { passed: 0, failed: 1, skipped: 0, names: [] };
try {
  prepareModules();
  findOrInstall();
  count = await test();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
}
// Last of all, after everything that the programs print.
for (const name of count.names) console.log(`failed: ${name}`);
const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
console.log(`${count.passed} passed, ${count.failed} failed${skipped}`);
process.exitCode = count.failed > 0 || count.passed === 0 ? 1 : 0;
