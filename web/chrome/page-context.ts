import type { PageFrame } from "../../shared/contracts/views.ts";
import type { Principal } from "../../shared/domain/case/authority.ts";
import type { Instant } from "../../shared/domain/instants.ts";
import type { ObligationRule } from "../../shared/domain/law/rule.ts";

/** At which instant and by which texts of law a case is shown. */
export interface AsOf {
  readonly now: Instant;
  readonly rules: readonly ObligationRule[];
}

/** For whom a page is made, and by which law. The instant of the page is that of its frame. */
export interface PageContext {
  readonly frame: PageFrame;
  readonly principal: Principal;
  readonly rules: readonly ObligationRule[];
}

export const asOf = ({ frame, rules }: Pick<PageContext, "frame" | "rules">): AsOf => ({
  now: frame.now,
  rules,
});
