/** Adapters bring SDKs of megabytes. Loaded at their first use, they are no part of the start. */

/** A port of which every verb answers with a promise; only such a port can wait for its adapter. */
type AsyncPort<Port> = { readonly [Verb in keyof Port]: (...values: never[]) => Promise<unknown> };

/**
 * A port whose adapter is loaded when one of its verbs is first called, once for all of them. A load that fails rejects
 * that call, with an error that names the adapter, and is tried anew by the next call. `verbs` names all of the port.
 */
export function lazyAdapter<Port extends AsyncPort<Port>>(
  name: string,
  load: () => Promise<Port>,
  verbs: Readonly<Record<keyof Port, true>>,
): Port {
  const adapter = onFirstUse(name, load);
  const call =
    (verb: keyof Port) =>
    async (...values: never[]) =>
      (await adapter())[verb](...values);
  return Object.fromEntries(Object.keys(verbs).map((verb) => [verb, call(verb as keyof Port)])) as Port;
}

/** The same thing for every caller, loaded for the first one. Rejects, with an error that names it, as `lazyAdapter` does. */
export function onFirstUse<Thing>(name: string, load: () => Promise<Thing>): () => Promise<Thing> {
  let loading: Promise<Thing> | undefined;
  return () =>
    (loading ??= load().catch((cause: unknown) => {
      loading = undefined;
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`The adapter for ${name} could not be loaded: ${why}`, { cause });
    }));
}
