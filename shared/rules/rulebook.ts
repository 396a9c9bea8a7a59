import type { ObligationRule } from "../domain/law/rule.ts";
import {
  ftcAnnualLog,
  ftcCommission,
  ftcCommissionBefore2024,
  ftcIndividuals,
  ftcIndividualsBefore2024,
  ftcMedia,
  ftcServiceProvider,
} from "./ftc-health-breach.ts";
import { gdprAuthority, gdprDataSubjects, gdprDocumentation, gdprPhased, gdprProcessor } from "./gdpr.ts";
import {
  hipaaAnnualLog,
  hipaaBusinessAssociate,
  hipaaDocumentation,
  hipaaIndividuals,
  hipaaMedia,
  hipaaSecretary,
  hipaaSubstitute,
  hipaaUrgent,
} from "./hipaa.ts";
import { nis2EarlyWarning, nis2FinalReport, nis2IncidentNotification } from "./nis2.ts";
import { nydfsExplanation, nydfsIncident, nydfsPayment } from "./nydfs.ts";
import { secItem105 } from "./sec.ts";
import { ukCommissioner, ukDataSubjects, ukDocumentation } from "./uk-gdpr.ts";
import {
  californiaAttorneyGeneral,
  californiaAttorneyGeneralBefore2026,
  californiaHealthDepartment,
  californiaHealthPatients,
  californiaIndividuals,
  californiaIndividualsBefore2026,
} from "./us-california.ts";
import { coloradoAttorneyGeneral, coloradoIndividuals, coloradoReportingAgencies } from "./us-colorado.ts";
import { floridaDepartment, floridaIndividuals, floridaReportingAgencies } from "./us-florida.ts";
import {
  newYorkHipaaCopy,
  newYorkIndividuals,
  newYorkIndividualsBefore2024,
  newYorkReportingAgencies,
  newYorkStateAgencies,
} from "./us-new-york.ts";
import {
  texasAttorneyGeneral,
  texasAttorneyGeneralBefore2023,
  texasIndividuals,
  texasReportingAgencies,
} from "./us-texas.ts";
import { washingtonAttorneyGeneral, washingtonIndividuals } from "./us-washington.ts";

/** The day to which the texts were read. */
export const textAsOf = "2026-11-22";

/** The duty whose breaches are collected by the year of their discovery, and entered together after its end. */
export const yearlyLogDuty: string = hipaaAnnualLog.id;

/** Every rule that is or was in force, in the order in which duties are shown. A rule that has governed is never edited. */
export const rulebook: readonly ObligationRule[] = [
  hipaaIndividuals,
  hipaaSubstitute,
  hipaaUrgent,
  hipaaMedia,
  hipaaSecretary,
  hipaaAnnualLog,
  hipaaBusinessAssociate,
  hipaaDocumentation,
  gdprAuthority,
  gdprProcessor,
  gdprPhased,
  gdprDataSubjects,
  gdprDocumentation,
  ukCommissioner,
  ukDataSubjects,
  ukDocumentation,
  ftcIndividuals,
  ftcIndividualsBefore2024,
  ftcMedia,
  ftcCommission,
  ftcCommissionBefore2024,
  ftcAnnualLog,
  ftcServiceProvider,
  nis2EarlyWarning,
  nis2IncidentNotification,
  nis2FinalReport,
  secItem105,
  nydfsIncident,
  nydfsPayment,
  nydfsExplanation,
  californiaIndividuals,
  californiaIndividualsBefore2026,
  californiaAttorneyGeneral,
  californiaAttorneyGeneralBefore2026,
  californiaHealthDepartment,
  californiaHealthPatients,
  texasIndividuals,
  texasAttorneyGeneral,
  texasAttorneyGeneralBefore2023,
  texasReportingAgencies,
  floridaIndividuals,
  floridaDepartment,
  floridaReportingAgencies,
  newYorkIndividuals,
  newYorkIndividualsBefore2024,
  newYorkStateAgencies,
  newYorkReportingAgencies,
  newYorkHipaaCopy,
  coloradoIndividuals,
  coloradoAttorneyGeneral,
  coloradoReportingAgencies,
  washingtonIndividuals,
  washingtonAttorneyGeneral,
];
