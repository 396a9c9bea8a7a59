import * as df from "durable-functions";
import { approvalOrchestration } from "../orchestrations/approval.ts";
import { caseOrchestration } from "../orchestrations/case.ts";
import { deadlineOrchestration } from "../orchestrations/deadline.ts";
import { orchestrations } from "../orchestrations/names.ts";
import { outboxOrchestration } from "../orchestrations/outbox.ts";
import { noticeOrchestration } from "../orchestrations/notice.ts";

df.app.orchestration(orchestrations.case, caseOrchestration);
df.app.orchestration(orchestrations.deadline, deadlineOrchestration);
df.app.orchestration(orchestrations.approval, approvalOrchestration);
df.app.orchestration(orchestrations.notice, noticeOrchestration);
df.app.orchestration(orchestrations.outbox, outboxOrchestration);
