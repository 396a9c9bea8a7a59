/** Whom a token for Graph may be shown. Without the client, so that a bad address is refused before it is loaded. */
const graphHosts = [
  "graph.microsoft.com",
  "graph.microsoft.us",
  "dod-graph.microsoft.us",
  "microsoftgraph.chinacloudapi.cn",
];
const loopbackHosts = ["127.0.0.1", "localhost", "[::1]"];

/** The origin of that address. Throws when it is neither a Graph of Microsoft's clouds nor this machine. */
export function graphOriginOf(baseUrl: string): string {
  const url = new URL(baseUrl);
  const isGraph = url.protocol === "https:" && graphHosts.includes(url.host);
  if (!isGraph && !loopbackHosts.includes(url.hostname))
    throw new Error(`${url.origin} is neither Microsoft Graph nor this machine`);
  return url.origin;
}
