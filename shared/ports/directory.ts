import type { Excluded, Recipient } from "../domain/case/events.ts";

export interface GroupAnswer {
  readonly recipients: readonly Recipient[];
  readonly excluded: readonly Excluded[];
}

/** The people of the tenant, asked at the moment of need and never cached. Throws TransientFailure when unreachable. */
export interface Directory {
  /**
   * Everyone in the group, through nested groups too, each once, ordered by name. Disabled accounts, guests and
   * people without a mail address are excluded and named. An unknown group is `undefined`.
   */
  membersOf(groupId: string): Promise<GroupAnswer | undefined>;
  /** Which of these groups the person is in right now, through nested groups too. */
  groupsOf(personId: string, among: readonly string[]): Promise<readonly string[]>;
}
