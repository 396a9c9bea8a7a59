import type { HttpRequest, HttpResponseInit } from "@azure/functions";
import type { AppContext } from "../../shared/cases/app-context.ts";
import type { ExpectedPrincipal } from "../../shared/contracts/principal.ts";
import type { Principal } from "../../shared/domain/case/authority.ts";
import type { ObligationRule } from "../../shared/domain/law/rule.ts";
import type { orchestratorOf } from "../../shared/wiring.ts";
import type { Posted } from "./posted.ts";

/** What a page needs of the process. Tests put one together by hand. */
export interface ServiceContext {
  readonly appContext: AppContext;
  readonly orchestrator: ReturnType<typeof orchestratorOf>;
  /** Whether something in front strips identity headers from outside; if not, none of them is believed. */
  readonly signInEnforced: boolean;
  /** Which tenant and issuer people must come from, where that is configured. */
  readonly expectedPrincipal?: ExpectedPrincipal;
  readonly log: (message: string) => void;
  /** What to quote to the operator. */
  readonly reference: string;
}

/** One request of somebody who is signed in and has a part in our cases. */
export interface RequestContext extends ServiceContext {
  readonly request: HttpRequest;
  readonly path: string;
  readonly principal: Principal;
  /** The texts of law by which cases are judged. */
  readonly rules: readonly ObligationRule[];
  /** The posted form; null for everything but a POST. */
  readonly posted: Posted | null;
}

export type HttpResponse = HttpResponseInit;
export type Handler = (service: ServiceContext, request: HttpRequest) => Promise<HttpResponse>;
