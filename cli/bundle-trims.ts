/**
 * What durable-functions and zod bring into every start and do not need there. Each trim reads the code that it relies
 * on and stops the build when a new version of the library asks for more.
 */
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { OnLoadResult, Plugin, PluginBuild } from "esbuild";

export const trimmed: Plugin = {
  name: "trimmed",
  setup(build) {
    loadAxiosLate(build);
    takeOnlyIsUrl(build);
    shakeZod(build);
  },
};

const durableClient = /durable-functions[\\/]lib[\\/]src[\\/]durableClient[\\/]/;
const clientFile = "durable-functions/lib/src/durableClient/DurableClient.js";

/**
 * The durable client makes an axios instance when its file is loaded, and uses it when it calls the host: 0.45 MB of
 * text, with a database of media types, for `get`, `post` and `delete`, which answer with promises and so can wait.
 */
function loadAxiosLate(build: PluginBuild): void {
  build.onResolve({ filter: /^axios$/ }, async ({ importer, kind, namespace, pluginData, resolveDir }) => {
    if (pluginData === asItIs) return undefined;
    if (kind === "require-call" && durableClient.test(importer)) {
      await checkUses(importer, clientFile, /axios_1(?:\.\w+)+|axiosInstance\.\w+/g, [
        "axios_1.default.create",
        "axiosInstance.get",
        "axiosInstance.post",
        "axiosInstance.delete",
      ]);
      return { path: importer, namespace: "axios-late" };
    }
    // The same file that a plain bundle takes.
    if (namespace === "axios-late")
      return build.resolve("axios", { kind: "require-call", resolveDir, pluginData: asItIs });
    return undefined;
  });
  build.onLoad({ filter: /.*/, namespace: "axios-late" }, ({ path }) => ({
    contents: axiosLate,
    loader: "js",
    resolveDir: dirname(path),
  }));
}

const asItIs = "as it is";
const axiosLate = `
  exports.default = {
    create(config) {
      let made;
      const real = () => (made ??= import("axios").then((axios) => axios.default.create(config)));
      const late = (verb) => async (...values) => (await real())[verb](...values);
      return { get: late("get"), post: late("post"), delete: late("delete") };
    },
  };
`;

/** Of the hundred checks of `validator` the durable client uses one. */
function takeOnlyIsUrl(build: PluginBuild): void {
  build.onResolve({ filter: /^validator$/ }, async ({ importer }) => {
    if (!durableClient.test(importer)) return undefined;
    await checkUses(importer, importer, /validator_1\.\w+/g, ["validator_1.isURL"]);
    return { path: importer, namespace: "only-is-url" };
  });
  build.onLoad({ filter: /.*/, namespace: "only-is-url" }, ({ path }) => ({
    contents: 'exports.isURL = require("validator/lib/isURL");',
    loader: "js",
    resolveDir: dirname(path),
  }));
}

/**
 * `import { z }` and `import * as z` name the same object; only of the second does esbuild leave out what nobody
 * uses: the messages in fifty languages above all.
 */
function shakeZod(build: PluginBuild): void {
  build.onLoad({ filter: /\.ts$/ }, async ({ path }): Promise<OnLoadResult | undefined> => {
    if (path.includes("node_modules")) return undefined;
    const source = await readFile(path, "utf8");
    const contents = source.replace(/^import \{ z \} from "zod";$/m, 'import * as z from "zod";');
    return contents === source ? undefined : { contents, loader: "ts" };
  });
}

async function checkUses(path: string, name: string, uses: RegExp, known: readonly string[]): Promise<void> {
  const found = new Set((await readFile(path, "utf8")).match(uses));
  const others = [...found].filter((use) => !known.includes(use));
  if (found.size === 0 || others.length > 0)
    throw new Error(`${name} no longer uses only ${known.join(", ")}: ${others.join(", ")}`);
}
