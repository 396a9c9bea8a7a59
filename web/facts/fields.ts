import type { FormState } from "../../shared/contracts/views.ts";
import { dataCategories } from "../../shared/contracts/stated-facts.ts";
import { checkboxes, radios, textArea, textField, type Option } from "../chrome/fields.ts";
import { html, type Html } from "../chrome/markup.ts";
import { capital } from "../chrome/words.ts";

const yesNoUnknown: readonly Option[] = [
  { value: "yes", label: "Yes" },
  { value: "no", label: "No" },
  { value: "", label: "Not known" },
];

export const discoveryField = (form: FormState, timeZone: string): Html =>
  textField(form, {
    name: "discoveredAt",
    kind: "moment",
    label: "Discovered",
    hint: `When anybody here, other than the wrongdoer, first knew of the incident. Starts the HIPAA clocks. Time of ${timeZone.replaceAll("_", " ")}.`,
  });

/** When it became known: these start the clocks. */
export function startFields(form: FormState, timeZone: string): Html {
  const zone = timeZone.replaceAll("_", " ");
  return html`${discoveryField(form, timeZone)}
  ${textField(form, {
    name: "awareAt",
    kind: "moment",
    label: "Aware",
    hint: `When it was reasonably certain that personal data were compromised. Starts the 72 hours of the GDPR. Time of ${zone}.`,
  })}`;
}

export function furtherStartFields(form: FormState, timeZone: string): Html {
  const zone = timeZone.replaceAll("_", " ");
  return html`${textField(form, { name: "occurredAt", kind: "moment", label: "Happened", hint: `When the breach itself took place. Starts no clock. Time of ${zone}.` })}
  ${textField(form, {
    name: "shouldHaveKnownAt",
    kind: "moment",
    label: "Should have been known",
    hint: `When ordinary care would have shown it. If this is earlier than the discovery, it governs. Time of ${zone}.`,
  })}`;
}

export function peopleFields(form: FormState): Html {
  return html`${textField(form, {
    name: "affectedTotal",
    kind: "people",
    label: "People affected",
    hint: "As known now; an estimate will do. From 500, HHS is told now instead of once a year.",
  })}
  ${textArea(form, { name: "affectedByState", label: "By US state", hint: "One a line, such as TX 620. More than 500 in one state: the media there are told." })}
  ${textArea(form, { name: "affectedByCountry", label: "By country in Europe", hint: "One a line, such as DE 1200. Decides which authorities are told." })}`;
}

export function dataFields(form: FormState): Html {
  return html`${checkboxes(form, {
    name: "dataCategories",
    label: "Kinds of data",
    hint: "The letters name these kinds.",
    options: Object.entries(dataCategories).map(([value, label]) => ({ value, label: capital(label) })),
  })}
  ${radios(form, { name: "encrypted", label: "Was the data encrypted?", options: yesNoUnknown })}
  ${radios(form, {
    name: "encryptionMeetsGuidance",
    label: "By a method that HHS accepts?",
    hint: "At rest as in NIST SP 800-111, on the way by FIPS 140-2 validated means.",
    options: yesNoUnknown,
  })}
  ${radios(form, { name: "keyCompromised", label: "Was the key taken too?", options: yesNoUnknown })}`;
}

/** Which part the entity has in it, and what a supplier has told: its message starts the clocks of whoever gets it. */
export function supplierFields(form: FormState, timeZone: string): Html {
  const zone = timeZone.replaceAll("_", " ");
  return html`${radios(form, {
    name: "roleHipaa",
    label: "Our part under HIPAA",
    options: [
      { value: "covered-entity", label: "Covered entity" },
      { value: "business-associate", label: "Business associate", hint: "Then we tell the covered entity." },
    ],
  })}
  ${radios(form, {
    name: "roleGdpr",
    label: "Our part under the GDPR",
    options: [
      { value: "controller", label: "Controller" },
      { value: "processor", label: "Processor", hint: "Then we tell the controller, whatever the risk." },
    ],
  })}
  ${textField(form, { name: "associateDiscoveredAt", kind: "moment", label: "A business associate discovered it", hint: `Its own discovery. Time of ${zone}.` })}
  ${textField(form, { name: "associateToldUsAt", kind: "moment", label: "The business associate told us", hint: `Starts our HIPAA clocks, unless we knew before. Time of ${zone}.` })}
  ${radios(form, { name: "associateIsAgent", label: "Does the business associate act as our agent?", hint: "Then its discovery is ours.", options: yesNoUnknown })}
  ${textField(form, { name: "processorAwareAt", kind: "moment", label: "A processor became aware", hint: `Starts only its own duty to tell us. Time of ${zone}.` })}
  ${textField(form, { name: "processorToldUsAt", kind: "moment", label: "The processor told us", hint: `We count as aware from then on, unless we were before. Time of ${zone}.` })}`;
}

/** GDPR Art. 33(4). */
export const phasesField = (form: FormState): Html =>
  radios(form, {
    name: "initialNotificationIncomplete",
    label: "Does the authority still wait for further information?",
    hint: "Yes: what is missing follows in phases, without undue further delay.",
    options: yesNoUnknown,
  });

/** The four questions of 45 CFR 164.402(2), and one overall judgement: no score, no arithmetic. */
export function fourFactorFields(form: FormState): Html {
  return html`${textArea(form, {
    name: "factorNatureAndExtent",
    rows: 2,
    label: "1. What kind of data was it, and could people be recognised by it?",
  })}
  ${textArea(form, { name: "factorUnauthorizedPerson", rows: 2, label: "2. Who used it or got it, and are they bound to keep it confidential?" })}
  ${textArea(form, { name: "factorAcquiredOrViewed", rows: 2, label: "3. Was it really taken or looked at?" })}
  ${textArea(form, { name: "factorMitigation", rows: 2, label: "4. How far has the risk been reduced since?" })}
  ${radios(form, {
    name: "fourFactorResult",
    label: "Taken together, how probable is it that the data was compromised?",
    options: [
      {
        value: "low-probability",
        label: "Low",
        hint: "Then it is not a breach under HIPAA. All four answers are needed.",
      },
      { value: "not-low", label: "Not low", hint: "Then it is a breach." },
      { value: "not-performed", label: "Not assessed yet", hint: "Then the law presumes a breach." },
    ],
  })}`;
}

export function riskField(form: FormState): Html {
  return radios(form, {
    name: "riskLevel",
    label: "GDPR: how great is the risk to the people?",
    options: [
      { value: "unlikely", label: "Unlikely", hint: "It is documented; nobody is told." },
      { value: "risk", label: "A risk", hint: "The supervisory authority is told." },
      { value: "high", label: "A high risk", hint: "The supervisory authority and the people are told." },
    ],
  });
}
