/** `filingPlaceOf`: the portal into which a notice is typed, where there is one for everybody. */
import type { Link } from "../../shared/contracts/views.ts";
import type { ObligationId } from "../../shared/domain/ids.ts";

const hhsPortal: Link = {
  label: "Breach portal of the HHS Office for Civil Rights",
  href: "https://ocrportal.hhs.gov/ocr/breach/wizard_breach.jsf",
};

const places: Readonly<Record<ObligationId, Link>> = {
  "hipaa.hhs.500plus": hhsPortal,
  "hipaa.hhs.annual-log": hhsPortal,
  "gdpr.art33.authority": {
    label: "Supervisory authorities and their forms (EDPB)",
    href: "https://www.edpb.europa.eu/about-edpb/about-edpb/members_en",
  },
  "ukgdpr.art33.ico": {
    label: "Report a breach to the Information Commissioner",
    href: "https://ico.org.uk/for-organisations/report-a-breach/",
  },
};

export const filingPlaceOf = (obligationId: ObligationId): Link | null => places[obligationId] ?? null;
