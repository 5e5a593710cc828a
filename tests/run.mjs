// The whole test suite: installs and builds what is missing, finds the browsers, checks, tests, and counts. No
// dependencies: it runs before anything is installed. The last line is always `N passed, N failed`.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareModules } from '../server/bootstrap.mjs';
import { findOrInstall } from './stage/find.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

/**
 * What is read of Vitest's JSON report.
 *
 * @typedef {object} Report
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {{ status: string, assertionResults: { status: string }[] }[]} testResults
 */

/** How much less than the browsers the checks and Node’s tests get of a processor that all want: about a third as much. */
const BEHIND = 5;

/**
 * Browsers wait for one another, for servers and for passphrases, and leave half of two processors idle: Node's tests run
 * beside them, on what they leave, and the checks beside the build. Whoever names tests has all run one after another.
 *
 * @returns {Promise<Count>}
 */
async function test() {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-tests-'));
  const report = (/** @type {string} */ name) => join(folder, `${name}.json`);
  const named = process.argv.slice(2);
  try {
    if (named.length > 0) return sum([await build(), await check(), await vitest(named, report('named'))]);
    const behind = async () => [
      await check(BEHIND),
      await vitest(['--project', 'node'], report('node'), BEHIND),
    ];
    const before = async () => [await build(), await vitest(['--project', 'browser'], report('browser'))];
    return sum((await Promise.all([behind(), before()])).flat());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The pages are built while the checks begin. */
const build = async () => verdict(await run(process.execPath, [join(ROOT, 'server/bootstrap.mjs'), 'build']));

/** @param {number} [behind] */
const check = async (behind) => verdict(await run('npm', ['run', '--silent', 'check'], behind));

/**
 * @param {number} status
 * @returns {Count}
 */
function verdict(status) {
  return { passed: 0, failed: status === 0 ? 0 : 1, skipped: 0 };
}

/**
 * @param {readonly string[]} which
 * @param {string} report path of a file to write
 * @param {number} [behind]
 * @returns {Promise<Count>}
 */
async function vitest(which, report, behind) {
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
  const status = await run(process.execPath, command, behind);
  const count = read(report);
  // A failure that belongs to no test counts as one: an error nobody caught.
  if (status !== 0 && count.failed === 0) count.failed = 1;
  return count;
}

/**
 * @param {readonly Count[]} counts
 * @returns {Count}
 */
function sum(counts) {
  const total = (/** @type {keyof Count} */ name) => counts.reduce((all, count) => all + count[name], 0);
  return { passed: total('passed'), failed: total('failed'), skipped: total('skipped') };
}

/**
 * @param {string} report
 * @returns {Count}
 */
function read(report) {
  const result = /** @type {Report} */ (/** @type {unknown} */ (JSON.parse(readFileSync(report, 'utf8'))));
  const broken = result.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  );
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + broken.length,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

/**
 * Runs a program. What runs behind another is heard once it has ended, since both would talk at once.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {number} [behind] by how much, as in `nice`
 * @returns {Promise<number>} its status
 */
function run(command, args, behind) {
  const shell = process.platform === 'win32' && command === 'npm';
  const output = behind === undefined ? 'inherit' : 'pipe';
  const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', output, output], shell });
  if (behind !== undefined && child.pid !== undefined) setPriority(child.pid, behind);
  /** @type {Buffer[]} */
  const said = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (/** @type {Buffer} */ chunk) => said.push(chunk));
  return new Promise((ended) => {
    child.on('error', () => ended(1));
    child.on('close', (status) => {
      process.stdout.write(Buffer.concat(said));
      ended(status ?? 1);
    });
  });
}

/** @type {Count} */
let count = { passed: 0, failed: 1, skipped: 0 };
try {
  prepareModules();
  findOrInstall();
  count = await test();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
}
const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
console.log(`${count.passed} passed, ${count.failed} failed${skipped}`);
process.exitCode = count.failed > 0 || count.passed === 0 ? 1 : 0;
