// The whole test suite: installs and builds what is missing, finds the browsers, checks, tests, and counts. No
// dependencies: it runs before anything is installed. The last line is always `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepare } from '../server/bootstrap.mjs';
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

/** @returns {Count} */
function test() {
  const checked = run('npm', ['run', '--silent', 'check']);
  const folder = mkdtempSync(join(tmpdir(), 'sotto-tests-'));
  try {
    const report = join(folder, 'report.json');
    const status = run(process.execPath, [
      join(ROOT, 'node_modules/vitest/vitest.mjs'),
      'run',
      // A dot for each test, and what failed in full.
      '--reporter=dot',
      '--reporter=json',
      `--reporter=${join(ROOT, 'tests/stage/second-tries.ts')}`,
      `--outputFile.json=${report}`,
      ...process.argv.slice(2),
    ]);
    const count = read(report);
    // A failure that belongs to no test counts as one: an error nobody caught, a check.
    if (status !== 0 && count.failed === 0) count.failed = 1;
    if (checked !== 0) count.failed += 1;
    return count;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
 * @param {string} command
 * @param {string[]} args
 */
function run(command, args) {
  const shell = process.platform === 'win32' && command === 'npm';
  return spawnSync(command, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'], shell }).status ?? 1;
}

/** @type {Count} */
let count = { passed: 0, failed: 1, skipped: 0 };
try {
  prepare();
  findOrInstall();
  count = test();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
}
const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
console.log(`${count.passed} passed, ${count.failed} failed${skipped}`);
process.exitCode = count.failed > 0 || count.passed === 0 ? 1 : 0;
