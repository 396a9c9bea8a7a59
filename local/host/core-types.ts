/** The part of the worker's wire types that the host speaks (azure-functions-nodejs-worker, rpc). The real module exists only inside a worker. */

export interface RpcTypedData {
  string?: string | null;
  json?: string | null;
  bytes?: Uint8Array | null;
  stream?: Uint8Array | null;
  http?: RpcHttp | null;
  int?: number | null;
  double?: number | null;
  collectionString?: { string: string[] } | null;
  collectionBytes?: { bytes: Uint8Array[] } | null;
}

export interface RpcHttp {
  method?: string;
  url?: string;
  headers?: Record<string, string>;
  query?: Record<string, string>;
  params?: Record<string, string>;
  body?: RpcTypedData | null;
  statusCode?: string;
  cookies?: readonly Record<string, unknown>[];
  enableContentNegotiation?: boolean;
}

export interface RetryContext {
  retryCount: number;
  maxRetryCount: number;
  exception?: { message?: string; source?: string; stackTrace?: string };
}

export type FunctionCallback = (...args: unknown[]) => unknown;
