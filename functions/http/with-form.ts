import type { FormFields } from "../../shared/contracts/forms.ts";
import { isOurForm } from "./posted.ts";
import { forbidden } from "./route.ts";
import type { HttpResponse, RequestContext } from "./request-context.ts";

/** The fields of a form that we gave to this very person for this very purpose, without its token; else nothing is done. */
export async function withForm(
  context: RequestContext,
  purpose: string,
  handler: (fields: FormFields) => Promise<HttpResponse>,
): Promise<HttpResponse> {
  const { appContext, request, posted, principal } = context;
  const { personId } = principal;
  if (posted && (await isOurForm(appContext, request, { personId, purpose, posted }))) {
    const { csrf: _csrf, ...fields } = posted.fields;
    return handler(fields);
  }
  return forbidden(
    context,
    "This form did not come from a page of ours, or is too old. Open the page again. Nothing was changed.",
  );
}
