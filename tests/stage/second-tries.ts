/**
 * Names each test that failed at first and came right at its second try: it is a race, in the test or in the product, and
 * to be found, though it fails nobody's change.
 */
import type { Reporter, TestCase } from 'vitest/node';

export default class SecondTries implements Reporter {
  readonly #names: string[] = [];

  onTestCaseResult(test: TestCase): void {
    if (test.diagnostic()?.flaky === true)
      this.#names.push(`${test.module.relativeModuleId}: ${test.fullName}`);
  }

  onTestRunEnd(): void {
    if (this.#names.length === 0) return;
    console.log(`\nCame right at a second try only, so look for the race:\n${this.#names.join('\n')}\n`);
  }
}
