/** What the host loads: `main` of package.json, as one bundle. */
import { useCompileCache } from "../shared/compile-cache.ts";

// Before anything else is imported, since only what comes after it is kept.
useCompileCache();
await import("./index.ts");
const { appContext } = await import("../shared/wiring.ts");
// A setting that cannot be used stops the start, and not the first alert.
appContext();
