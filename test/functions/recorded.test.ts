/** What a person and a program are told when the index or the ledger fails at, or after, the append. */
import { describe, expect, test } from "vitest";
import { apiFacts } from "../../functions/http/facts.ts";
import { decideByQuestion } from "../../functions/http/questions.ts";
import { TransientFailure } from "../../shared/domain/failures.ts";
import type { CaseIndex } from "../../shared/ports/case-index.ts";
import type { Ledger } from "../../shared/ports/ledger.ts";
import { personOf } from "../support/app-context.ts";
import { ask, bodyOf, hiddenOf, openService } from "../support/request-context.ts";
import type { OpenService } from "../support/request-context.ts";

const officer = personOf("privacy-officer");
const commander = personOf("incident-commander");
const fact = { set: { affectedTotal: 40 }, reason: "counted", record: true };

const failing = (changed: TransientFailure["changed"]) => (): Promise<never> =>
  Promise.reject(new TransientFailure("503", { changed }));

/** The service with an index or a ledger that does otherwise. */
function faulty(
  service: OpenService,
  { index = {}, ledger = {} }: { readonly index?: Partial<CaseIndex>; readonly ledger?: Partial<Ledger> },
): OpenService {
  const { appContext } = service;
  return {
    ...service,
    appContext: {
      ...appContext,
      index: { ...appContext.index, ...index },
      ledger: { ...appContext.ledger, ...ledger },
    },
  };
}

async function postFact(service: OpenService) {
  const at = { path: `/api/cases/${service.caseId}/facts`, params: { caseId: service.caseId } };
  return ask(service, apiFacts, { ...at, by: officer, json: fact });
}

async function answerYes(service: OpenService, at: OpenService) {
  const { state } = await service.found();
  const question = state.questions.findLast(({ status }) => status === "open");
  const { caseId } = service;
  const questionId = question?.questionId ?? "";
  const asking = {
    path: `/cases/${caseId}/questions/${questionId}`,
    params: { caseId, questionId },
    by: commander,
  };
  const csrf = hiddenOf(await ask(service, decideByQuestion, asking), "csrf");
  const form = { answer: "yes", reason: "The log shows it.", affectedTotal: "40", riskLevel: "high", csrf };
  return ask(at, decideByQuestion, { ...asking, form });
}

describe("when the row cannot be written after the append", () => {
  test("a program is told that it is recorded and that lists lag; the case is woken and its row is due", async () => {
    const service = await openService();
    const answer = await postFact(faulty(service, { index: { put: failing("nothing") } }));
    expect(answer.status).toBe(200);
    expect(JSON.parse(bodyOf(answer))).toMatchObject({ recorded: true, pagesMayLag: true });
    expect((await service.found()).state.facts.affectedTotal).toBe(40);
    expect(service.woken).toEqual([service.caseId]);
    const { index, clock } = service.appContext;
    expect((await index.listDue(clock.now())).rows).toMatchObject([{ caseId: service.caseId }]);
  });

  test("a person is told the same on a page that leads on", async () => {
    const service = await openService();
    const answer = await answerYes(service, faulty(service, { index: { put: failing("nothing") } }));
    expect(answer.status).toBe(200);
    expect(bodyOf(answer)).toContain("It is recorded. The board and other lists may show it a minute later.");
    expect(bodyOf(answer)).not.toContain("Nothing was changed");
    expect(service.woken).toEqual([service.caseId]);
  });
});

describe("when the append fails", () => {
  test.each([
    ["nothing", "Nothing was changed.", "we do not know yet"],
    ["unknown", "we do not know yet", "Nothing was changed"],
  ] as const)("and it is known that %s was changed, that is what is said", async (changed, says, saysNot) => {
    const service = await openService();
    const at = faulty(service, { ledger: { append: failing(changed) } });
    const program = await postFact(at);
    expect(program.status).toBe(503);
    expect(JSON.parse(bodyOf(program))).toMatchObject({ changed });
    for (const answer of [program, await answerYes(service, at)]) {
      expect(answer.status).toBe(503);
      expect(bodyOf(answer)).toContain(says);
      expect(bodyOf(answer)).not.toContain(saysNot);
    }
  });
});

test("a wake that fails in whatever way does not undo what was recorded", async () => {
  const service = await openService();
  const orchestrator = {
    ...service.orchestrator,
    wake: () => Promise.reject(new Error("the task hub is gone")),
  };
  const answer = await postFact({ ...service, orchestrator });
  expect(answer.status).toBe(200);
  expect(JSON.parse(bodyOf(answer))).toMatchObject({ recorded: true });
});
