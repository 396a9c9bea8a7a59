import { caseClocks } from "./case-clocks.ts";
import { casePeople } from "./case-people.ts";
import { commands } from "./commands.ts";
import { delivery } from "./delivery.ts";
import type { Area } from "./mutation.ts";

export const areas: readonly Area[] = [caseClocks, casePeople, delivery, commands];
