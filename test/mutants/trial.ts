import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { createVitest } from "vitest/node";
import type { Reporter, TestSpecification, Vitest } from "vitest/node";
import project from "../../vitest.config.ts";
import { mutated } from "./mutation.ts";
import type { Fate, Mutation } from "./mutation.ts";

const root = join(import.meta.dirname, "../..");
/** A mutation under which the tests run for ever is noticed by whoever runs them. */
const trialMsMax = 240_000;

/**
 * Runs tests on a source that is changed on its way into the test runner: no file is ever written. One trial at a time. The
 * first test that fails ends a trial.
 */
export interface Trials {
  /** Whether a test in these folders or files fails; without a mutation: with the source as it is. */
  fateOf(mutation: Mutation | null, tests: readonly string[]): Promise<Fate>;
  close(): Promise<void>;
}

export function startTrials(): Trials {
  let vitest: Promise<Vitest> | undefined;
  let current: Mutation | null = null;
  const start = (): Promise<Vitest> => (vitest ??= quietVitest(() => current));
  const close = async (): Promise<void> => {
    const running = await vitest;
    vitest = undefined;
    await running?.close();
  };
  return {
    fateOf: async (mutation, tests) => {
      const runner = await start();
      current = mutation;
      if (mutation) {
        mutated(readFileSync(join(root, mutation.file), "utf8"), mutation);
        runner.invalidateFile(join(root, mutation.file));
      }
      const all = await runner.globTestSpecifications();
      const specifications = all.filter((each) => isAmong(tests, each));
      if (specifications.length === 0) throw new Error(`no tests stand in ${tests.join(", ")}`);
      const fate = await Promise.race([run(runner, specifications), tooLong()]);
      if (fate === "too-long" && !mutation) throw new Error(`the tests in ${tests.join(", ")} take too long`);
      if (fate === "too-long") await close();
      else if (mutation) runner.invalidateFile(join(root, mutation.file));
      current = null;
      return fate === "too-long" ? "killed" : fate;
    },
    close,
  };
}

const isAmong = (tests: readonly string[], { moduleId }: TestSpecification): boolean =>
  tests.some((start) => relative(root, moduleId).startsWith(start));

async function run(runner: Vitest, specifications: TestSpecification[]): Promise<Fate> {
  const { testModules, unhandledErrors } = await runner.runTestSpecifications(specifications);
  const isWell = unhandledErrors.length === 0 && testModules.every((each) => each.ok());
  return isWell ? "survived" : "killed";
}

const tooLong = (): Promise<"too-long"> =>
  new Promise((resolve) => setTimeout(resolve, trialMsMax, "too-long" as const).unref());

/** Says nothing of its own: whoever asks prints. */
const silent: Reporter = {};

/**
 * Without the project's own configuration, beside which vitest loads no further plugin; and without the cache on disk, in
 * which a mutation would outlive its trial.
 */
const quietVitest = (current: () => Mutation | null): Promise<Vitest> =>
  createVitest(
    {
      ...project.test,
      root,
      config: false,
      fsModuleCache: false,
      watch: false,
      bail: 1,
      reporters: [silent],
      silent: true,
    },
    {
      plugins: [
        {
          name: "mutation",
          enforce: "pre",
          transform: (code, id) => {
            const mutation = current();
            return mutation && id.split("?")[0] === join(root, mutation.file)
              ? mutated(code, mutation)
              : null;
          },
        },
      ],
    },
  );
