/** The demo's directory: an invented hospital. Names and addresses belong to nobody (`.example` cannot be mailed). */
import type { Role } from "../../shared/domain/case/events.ts";
import type { Tenant, TenantUser } from "../stand-ins/graph-data.ts";

/** The groups that hold the product's roles, as a tenant would be configured. */
export const hospitalGroups: Readonly<Record<Role, string>> = {
  "incident-commander": "6b1f4c1e-0d5a-4f2b-9a63-1d0c6e2a7b01",
  "privacy-officer": "6b1f4c1e-0d5a-4f2b-9a63-1d0c6e2a7b02",
  counsel: "6b1f4c1e-0d5a-4f2b-9a63-1d0c6e2a7b03",
  executive: "6b1f4c1e-0d5a-4f2b-9a63-1d0c6e2a7b04",
  operator: "6b1f4c1e-0d5a-4f2b-9a63-1d0c6e2a7b05",
  auditor: "6b1f4c1e-0d5a-4f2b-9a63-1d0c6e2a7b06",
  "notice-desk": "6b1f4c1e-0d5a-4f2b-9a63-1d0c6e2a7b07",
};

/** Nested in the groups above: commanders → security on call → the night rota, two deep. */
export const securityOnCall = "6b1f4c1e-0d5a-4f2b-9a63-1d0c6e2a7b11";
export const nightRota = "6b1f4c1e-0d5a-4f2b-9a63-1d0c6e2a7b12";
export const outsideCounsel = "6b1f4c1e-0d5a-4f2b-9a63-1d0c6e2a7b13";

/** Ids of people whom tests and the tour call by name. */
export const people = {
  maraLindqvist: "2f9d7a10-51c4-4e0f-8b7e-90a4c3d1e001",
  tomasOkafor: "2f9d7a10-51c4-4e0f-8b7e-90a4c3d1e002",
  yukoBrandt: "2f9d7a10-51c4-4e0f-8b7e-90a4c3d1e003",
  pietVanDael: "2f9d7a10-51c4-4e0f-8b7e-90a4c3d1e004",
  ineseKalnina: "2f9d7a10-51c4-4e0f-8b7e-90a4c3d1e005",
  desmondAchterberg: "2f9d7a10-51c4-4e0f-8b7e-90a4c3d1e006",
  rosalindMbeki: "2f9d7a10-51c4-4e0f-8b7e-90a4c3d1e007",
  haroldFinch: "2f9d7a10-51c4-4e0f-8b7e-90a4c3d1e008",
  solveigAune: "2f9d7a10-51c4-4e0f-8b7e-90a4c3d1e009",
  calebWhitlock: "2f9d7a10-51c4-4e0f-8b7e-90a4c3d1e010",
  ninaPetrovic: "2f9d7a10-51c4-4e0f-8b7e-90a4c3d1e011",
  oliviaMarchetti: "2f9d7a10-51c4-4e0f-8b7e-90a4c3d1e012",
  gusTremblay: "2f9d7a10-51c4-4e0f-8b7e-90a4c3d1e013",
} as const;

const employee = (id: string, displayName: string, account: string, jobTitle: string): TenantUser => ({
  id,
  displayName,
  userPrincipalName: `${account}@stbrigids.example`,
  mail: `${account}@stbrigids.example`,
  accountEnabled: true,
  userType: "Member",
  jobTitle,
});

export const hospital: Tenant = {
  users: [
    employee(people.maraLindqvist, "Mara Lindqvist", "mara.lindqvist", "Chief Information Security Officer"),
    employee(people.tomasOkafor, "Tomas Okafor", "tomas.okafor", "Security Operations Lead"),
    employee(people.yukoBrandt, "Yuko Brandt", "yuko.brandt", "Security Analyst, nights"),
    // Left last spring; the rota was never tidied up.
    {
      ...employee(people.pietVanDael, "Piet van Dael", "piet.vandael", "Security Analyst, nights"),
      accountEnabled: false,
    },
    employee(people.ineseKalnina, "Inese Kalniņa", "inese.kalnina", "Privacy Officer"),
    employee(people.desmondAchterberg, "Desmond Achterberg", "desmond.achterberg", "Deputy Privacy Officer"),
    employee(people.rosalindMbeki, "Rosalind Mbeki", "rosalind.mbeki", "General Counsel"),
    {
      ...employee(people.haroldFinch, "Harold Finch (Marlow & Finch LLP)", "harold.finch", "Outside Counsel"),
      userPrincipalName: "harold.finch_marlowfinch.example#EXT#@stbrigids.example",
      mail: "harold.finch@marlowfinch.example",
      userType: "Guest",
    },
    employee(people.solveigAune, "Solveig Aune", "solveig.aune", "Chief Executive"),
    // Has a badge and an account, but nobody ever gave him a mailbox.
    {
      ...employee(people.calebWhitlock, "Caleb Whitlock", "caleb.whitlock", "Site Director, Harbour Clinic"),
      mail: null,
    },
    employee(people.ninaPetrovic, "Nina Petrović", "nina.petrovic", "Platform Engineer"),
    employee(people.oliviaMarchetti, "Olivia Marchetti", "olivia.marchetti", "Internal Auditor"),
    employee(people.gusTremblay, "Gus Tremblay", "gus.tremblay", "Patient Communications"),
  ],
  groups: [
    {
      id: hospitalGroups["incident-commander"],
      displayName: "Incident commanders",
      description: "Decide whether an incident is a breach",
      members: [people.maraLindqvist, securityOnCall],
    },
    {
      id: securityOnCall,
      displayName: "Security on call",
      description: null,
      members: [people.tomasOkafor, nightRota],
    },
    {
      id: nightRota,
      displayName: "Night rota",
      description: null,
      members: [people.yukoBrandt, people.pietVanDael],
    },
    {
      id: hospitalGroups["privacy-officer"],
      displayName: "Privacy office",
      description: null,
      members: [people.ineseKalnina, people.desmondAchterberg],
    },
    {
      id: hospitalGroups.counsel,
      displayName: "Legal",
      description: null,
      members: [people.rosalindMbeki, outsideCounsel],
    },
    { id: outsideCounsel, displayName: "Outside counsel", description: null, members: [people.haroldFinch] },
    {
      id: hospitalGroups.executive,
      displayName: "Executives",
      description: null,
      members: [people.solveigAune, people.calebWhitlock],
    },
    {
      id: hospitalGroups.operator,
      displayName: "Platform team",
      description: null,
      members: [people.ninaPetrovic],
    },
    {
      id: hospitalGroups.auditor,
      displayName: "Internal audit",
      description: null,
      members: [people.oliviaMarchetti],
    },
    {
      id: hospitalGroups["notice-desk"],
      displayName: "Notice desk",
      description: null,
      members: [people.gusTremblay, people.ineseKalnina],
    },
  ],
};
