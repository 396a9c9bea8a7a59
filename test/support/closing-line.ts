import type { Reporter, TestModule } from "vitest/node";

/** Ends every run with `N passed, N failed`, the line that machines read. A file that could not load counts as one failure. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    let passed = 0;
    let failed = unhandledErrors.length;
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      passed += tests.filter((test) => test.result().state === "passed").length;
      const failures = tests.filter((test) => test.result().state === "failed").length;
      failed += failures > 0 || module.ok() ? failures : 1;
    }
    process.on("exit", () => process.stdout.write(`\n${passed} passed, ${failed} failed\n`));
  }
}
