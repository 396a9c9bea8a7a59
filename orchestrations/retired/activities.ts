import { activities as current, retiredActivities } from "../names.ts";

/** What retired orchestrations ask for. */
export const activities = { ...current, ...retiredActivities };
