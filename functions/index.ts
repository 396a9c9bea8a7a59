/** The entry of the Functions app: every function registers itself when its file is loaded. */
import "./orchestrations.ts";
import "./activities.ts";
import "./events/alerts.ts";
import "./http/api.ts";
import "./http/annual-log.ts";
import "./http/questions.ts";
import "./http/assets.ts";
import "./http/board.ts";
import "./http/cases.ts";
import "./http/delivery.ts";
import "./http/facts.ts";
import "./http/holds.ts";
import "./http/reopen.ts";
import "./http/intake.ts";
import "./http/quarantine.ts";
import "./timers/rebuild-index.ts";
import "./timers/sweep.ts";
