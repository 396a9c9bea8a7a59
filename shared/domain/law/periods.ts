import {
  dateOfDay,
  dayOfDate,
  firstWholeDay,
  hourMs,
  isWorkingDay,
  lastDayOfYear,
  monthsAfter,
  nextClockHour,
  workingDayAfter,
} from "./counting.ts";
import type { LocalCalendar } from "./counting.ts";
import { dayInWords, instantInWords, weekdayInWords } from "../wording/dates.ts";
import type { Facts } from "./facts.ts";
import type { HolidayCalendar, LaterReading, Period } from "./rule.ts";

export interface PeriodEnd {
  readonly end: number;
  /** The last day where the period is counted in days; null for hours. */
  readonly lastDay: number | null;
  /** As people cite it: a date where days are counted, an instant where hours are. */
  readonly start: { readonly kind: "day"; readonly day: number } | { readonly kind: "instant" };
  readonly steps: readonly string[];
}

/** Counts a period from an instant. The day of the start is day 0 and is not counted; nothing rolls off a weekend. */
export function endOf(period: Period, start: number, calendar: LocalCalendar, facts: Facts): PeriodEnd {
  switch (period.kind) {
    case "elapsed-hours": {
      const end = start + period.hours * hourMs;
      return {
        end,
        lastDay: null,
        start: { kind: "instant" },
        steps: [
          `${period.hours} elapsed hours later, weekends, holidays and clock changes included, is ${instantInWords(end, calendar)}.`,
        ],
      };
    }
    case "calendar-days":
      return countedDays(calendar.dayOf(start), period.days, calendar);
    case "days-after-year-end": {
      const discovered = calendar.dayOf(start);
      const counted = countedDays(lastDayOfYear(discovered), period.days, calendar);
      const year = dateOfDay(discovered).slice(0, 4);
      return {
        ...counted,
        steps: [`The local date ${dayInWords(discovered)} belongs to the log of ${year}.`, ...counted.steps],
      };
    }
    case "business-days":
      return businessDays(period, start, calendar, facts);
    case "months": {
      const day0 = calendar.dayOf(start);
      const last = monthsAfter(day0, period.months);
      const unit = period.months === 1 ? "month" : "months";
      return dayEnd(day0, last, calendar, [
        `The same day number ${period.months} ${unit} after ${dayInWords(day0)} (or the last day of a shorter month) is ${dayInWords(last)}.`,
      ]);
    }
  }
}

function countedDays(day0: number, days: number, calendar: LocalCalendar): PeriodEnd {
  return dayEnd(day0, day0 + days, calendar, [
    `Day 0 is ${dayInWords(day0)} in ${calendar.zone} and is not counted; day ${days} is ${weekdayInWords(day0 + days)}, ${dayInWords(day0 + days)}.`,
  ]);
}

function dayEnd(day0: number, lastDay: number, calendar: LocalCalendar, steps: readonly string[]): PeriodEnd {
  const end = calendar.endOf(lastDay);
  return {
    end,
    lastDay,
    start: { kind: "day", day: day0 },
    steps: [...steps, `The period ends with that day: ${instantInWords(end, calendar)}.`],
  };
}

function businessDays(
  period: Period & { kind: "business-days" },
  start: number,
  calendar: LocalCalendar,
  facts: Facts,
): PeriodEnd {
  const day0 = calendar.dayOf(start);
  const holidays = holidaysOf(period.holidays, facts);
  const last = workingDayAfter(day0, period.days, holidays);
  const closed = [...holidays].filter((day) => day > day0 && day <= last).sort((a, b) => a - b);
  const without = closed.length > 0 ? ` and ${closed.map(dayInWords).join(", ")}` : "";
  const steps = [
    `Day 0 is ${dayInWords(day0)} in ${calendar.zone} and is not counted; leaving out weekends${without}, business day ${period.days} is ${weekdayInWords(last)}, ${dayInWords(last)}.`,
  ];
  if (period.closesAt === undefined) return dayEnd(day0, last, calendar, steps);
  const end = calendar.at(last, minutesOf(period.closesAt));
  return {
    end,
    lastDay: last,
    start: { kind: "day", day: day0 },
    steps: [...steps, `That day closes at ${instantInWords(end, calendar)}.`],
  };
}

/** The end under a reading that a court might share. It can only be later than the end it starts from. */
export function laterEnd(
  reading: LaterReading,
  from: { readonly start: number; readonly period: Period; readonly counted: PeriodEnd },
  calendar: LocalCalendar,
  facts: Facts,
): { readonly end: number; readonly steps: readonly string[] } | null {
  const { start, period, counted } = from;
  switch (reading.kind) {
    case "exclude-clock-hour": {
      if (period.kind !== "elapsed-hours") return null;
      const hour = nextClockHour(start, calendar);
      const end = hour + period.hours * hourMs;
      return {
        end,
        steps: [
          `Latest arguable: the clock hour of the event is not counted, so the hours run from ${instantInWords(hour, calendar)} to ${instantInWords(end, calendar)}.`,
        ],
      };
    }
    case "roll-to-working-day": {
      if (counted.lastDay === null) return null;
      const holidays = holidaysOf(reading.holidays, facts);
      if (isWorkingDay(counted.lastDay, holidays))
        return {
          end: counted.end,
          steps: ["Latest arguable: the last day is a working day, so nothing is added."],
        };
      const next = workingDayAfter(counted.lastDay, 1, holidays);
      return {
        end: calendar.endOf(next),
        steps: [
          `Latest arguable: the last day is not a working day, so the end moves to ${weekdayInWords(next)}, ${dayInWords(next)}.`,
        ],
      };
    }
    case "whole-working-days":
      return wholeWorkingDays(reading, from, calendar, facts);
  }
}

function wholeWorkingDays(
  reading: LaterReading & { kind: "whole-working-days" },
  from: { readonly start: number; readonly period: Period },
  calendar: LocalCalendar,
  facts: Facts,
): { readonly end: number; readonly steps: readonly string[] } | null {
  // Which days are holidays differs by place, so without a list this reading cannot be computed.
  if (from.period.kind !== "elapsed-hours" || !hasHolidays(reading.holidays, facts)) return null;
  const hour = nextClockHour(from.start, calendar);
  const day = workingDayAfter(
    firstWholeDay(hour, calendar) - 1,
    reading.days,
    holidaysOf(reading.holidays, facts),
  );
  const hourRule = hour + from.period.hours * hourMs;
  const end = Math.max(hourRule, calendar.endOf(day));
  return {
    end,
    steps: [
      end === hourRule
        ? `Contested reading: ${reading.days} whole working days already lie inside the period, so nothing is added.`
        : `Contested reading: the period must include ${reading.days} whole working days, the last of which is ${weekdayInWords(day)}, ${dayInWords(day)}. Authorities have rejected this for hours.`,
    ],
  };
}

function hasHolidays(list: HolidayCalendar, facts: Facts): boolean {
  return list.facts.some((fact) => facts[fact] != null);
}

const daysByDates = new WeakMap<readonly string[], ReadonlySet<number>>();

/** A list in the facts is the complete list for the case; only without one does the rule's own count. */
function holidaysOf(list: HolidayCalendar, facts: Facts): ReadonlySet<number> {
  const stated = list.facts.flatMap((fact) => (facts[fact] ? [facts[fact]] : []));
  if (stated.length > 1) return new Set(stated.flat().map(dayOfDate));
  const dates = stated[0] ?? list.otherwise;
  let days = daysByDates.get(dates);
  if (!days) {
    days = new Set(dates.map(dayOfDate));
    daysByDates.set(dates, days);
  }
  return days;
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}
