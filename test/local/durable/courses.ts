/**
 * All recordings at once on one host, each carried on step by step as far as that host lives, and on the next one from
 * there. Whether a step that got no answer was taken is found out from what the dead host left on disk, and from where
 * the instance stands afterwards: no step is taken twice.
 */
import type { Caller, InstanceStatus } from "./host-under-test.ts";
import { owedAtDeath } from "./owed.ts";
import { hasEnded, inputOf, takeStep, transcriptOf } from "./recording.ts";
import type { Recording, Transcript } from "./recording.ts";

export interface Course {
  readonly name: string;
  readonly id: string;
  readonly recording: Recording;
  started: boolean;
  stepsTaken: number;
  /** A step was asked for and not answered. */
  inDoubt: boolean;
  /** Where the instance stood, as JSON, when each step was taken. */
  readonly stands: string[];
  final?: Transcript;
  /** Looks in a row that found the same. */
  looks: { at: string; same: number };
}

/** By course, where an undisturbed one stood at each of its steps; a disturbed one takes them there too. */
export type Stands = ReadonlyMap<string, readonly string[]>;

export const coursesOf = (recordings: ReadonlyMap<string, Recording>): readonly Course[] =>
  [...recordings].map(([name, recording]) => ({
    ...{ name, id: `course-${name}`, recording },
    ...{ started: false, stepsTaken: 0, inDoubt: false, stands: [], looks: { at: "", same: 0 } },
  }));

/** Carries each course on until all have ended; throws when the host dies, or does not answer as it should. */
export async function carryOn(host: Caller, courses: readonly Course[], stands?: Stands): Promise<void> {
  const giveUpAt = performance.now() + 60_000;
  for (;;) {
    const open = courses.filter(({ final }) => final === undefined);
    if (open.length === 0) return;
    const nudges = await Promise.allSettled(
      open.map((course) => nudge(host, course, stands?.get(course.name))),
    );
    for (const outcome of nudges) if (outcome.status === "rejected") throw outcome.reason;
    if (performance.now() > giveUpAt) {
      throw new Error(`still open: ${open.map(({ name, looks }) => `${name} at ${looks.at}`).join("; ")}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

async function nudge(host: Caller, course: Course, stands: readonly string[] | undefined): Promise<void> {
  const { id, recording } = course;
  const status = await host.find(id);
  if (status === null && course.stepsTaken === 0 && !course.inDoubt) {
    if (course.started) throw new Error(`${id} was started and is gone`);
    accepted(course, (await host.start(recording.orchestrator, id, inputOf(recording))).status);
    course.started = true;
    return;
  }
  course.started = true;
  const transcript = transcriptOf(recording, status);
  const now = JSON.stringify(transcript);
  course.looks = { at: now, same: now === course.looks.at ? course.looks.same + 1 : 0 };
  const isThere = stands === undefined ? standsStill(course, status) : now === stands[course.stepsTaken];
  if (course.inDoubt) {
    course.inDoubt = false;
    if (!isThere) course.stepsTaken++;
  }
  const step = recording.steps[course.stepsTaken];
  if (step === undefined) {
    if (hasEnded(status)) course.final = transcript;
  } else if (isThere) {
    course.stands[course.stepsTaken] = now;
    course.inDoubt = true;
    accepted(course, await takeStep(host, recording, id, step));
    course.inDoubt = false;
    course.stepsTaken++;
    course.looks = { at: "", same: 0 };
  }
}

function accepted({ id, stepsTaken }: Course, status: number): void {
  if (status >= 300) throw new Error(`step ${stepsTaken} of ${id} was answered with ${status}`);
}

function standsStill({ recording, stepsTaken, looks }: Course, status: InstanceStatus | null): boolean {
  const lines = recording.steps[stepsTaken]?.lines;
  if (lines !== undefined) return status?.historyEvents.length === lines;
  return looks.same >= 3 && status?.runtimeStatus !== "Pending";
}

/** After a death: a step whose message lies on disk was taken. Returns the activities that were still owed. */
export function afterDeath(dataDir: string, courses: readonly Course[]): readonly string[] {
  const { messagesTo, activities } = owedAtDeath(dataDir);
  for (const course of courses) {
    course.looks = { at: "", same: 0 };
    if (!course.inDoubt || !messagesTo.has(course.id)) continue;
    course.inDoubt = false;
    course.stepsTaken++;
  }
  return activities;
}
