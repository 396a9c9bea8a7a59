import * as df from "durable-functions";
import { caseOrchestration } from "../orchestrations/case.ts";
import { courierOrchestration } from "../orchestrations/courier.ts";
import { orchestrations, retiredOrchestrations } from "../orchestrations/names.ts";
import { approvalOrchestration } from "../orchestrations/retired/approval.ts";
import { caseOrchestration as retiredCaseOrchestration } from "../orchestrations/retired/case.ts";
import { deadlineOrchestration } from "../orchestrations/retired/deadline.ts";
import { noticeOrchestration } from "../orchestrations/retired/notice.ts";
import { outboxOrchestration } from "../orchestrations/retired/outbox.ts";

df.app.orchestration(orchestrations.case, caseOrchestration);
df.app.orchestration(orchestrations.courier, courierOrchestration);
df.app.orchestration(retiredOrchestrations.case, retiredCaseOrchestration);
df.app.orchestration(retiredOrchestrations.deadline, deadlineOrchestration);
df.app.orchestration(retiredOrchestrations.approval, approvalOrchestration);
df.app.orchestration(retiredOrchestrations.notice, noticeOrchestration);
df.app.orchestration(retiredOrchestrations.outbox, outboxOrchestration);
