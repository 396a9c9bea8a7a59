/** `pageFrame`: what stands around every page. */
import type { PageFrame } from "../../shared/contracts/views.ts";
import type { CaseState } from "../../shared/domain/case/state.ts";
import type { Instant } from "../../shared/domain/instants.ts";
import type { PresentationSettings } from "../../shared/contracts/settings.ts";
import { mayReadQuarantine, heldRoles } from "../../shared/domain/case/authority.ts";
import type { Principal } from "../../shared/domain/case/authority.ts";
import { caseHref } from "./case-heading.ts";

export interface FrameAbout {
  readonly title: string;
  readonly now: Instant;
  /** Path of the page without anything secret in it: it is printed at the foot. */
  readonly path: string;
  readonly principal: Principal | null;
  readonly state?: CaseState | undefined;
  readonly csrf?: string | null;
}

export function pageFrame(settings: PresentationSettings, about: FrameAbout): PageFrame {
  const { principal, state } = about;
  return {
    title: about.title,
    person: principal && { name: principal.name, roles: heldRoles(principal) },
    now: about.now,
    timeZone: state?.entity.timeZone ?? settings.entity.timeZone,
    entityName: state?.entity.name ?? settings.entity.name,
    drill: state?.drill ?? false,
    localTools: settings.local !== null,
    inboxUrl: settings.local?.inboxUrl ?? null,
    nav: principal === null ? [] : navOf(about, principal),
    csrf: about.csrf ?? null,
    address: `${settings.publicUrl}${about.path}`,
    checkpoint: null,
  };
}

function navOf({ path, state }: FrameAbout, principal: Principal): PageFrame["nav"] {
  const places: readonly (readonly [string, string])[] = [
    ["Board", "/"],
    ...(mayReadQuarantine(principal) && !state ? [["Quarantine", "/quarantine"] as const] : []),
  ];
  const ofCase: readonly (readonly [string, string])[] = state
    ? [
        [`Case ${state.code}`, caseHref(state.caseId)],
        ["Notices", `${caseHref(state.caseId)}/notices`],
        ["Recipients", `${caseHref(state.caseId)}/recipients`],
        ["Delivery", `${caseHref(state.caseId)}/delivery`],
      ]
    : [];
  return [...places, ...ofCase].map(([label, href]) => ({ label, href, current: href === path }));
}
