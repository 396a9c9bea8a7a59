export interface MailMessage {
  readonly to: { readonly address: string; readonly name: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** `Message-ID`s of the thread, oldest first, and our own; sets In-Reply-To and References. */
  readonly headers: Readonly<Record<string, string>>;
  readonly attachments: readonly {
    readonly name: string;
    readonly contentType: string;
    readonly base64: string;
  }[];
}

export type SendOutcome =
  /** The provider has taken responsibility; delivery is reported apart. */
  | { readonly kind: "accepted"; readonly providerStatus: string }
  /** The provider will not send this, however often it is asked. */
  | { readonly kind: "refused"; readonly code: string; readonly reason: string }
  /** Nothing was sent; ask again after that time. */
  | { readonly kind: "throttled"; readonly retryAfterMs: number }
  /** The answer was lost and the provider could not say: never repeat blindly. */
  | { readonly kind: "uncertain"; readonly reason: string };

/** E-mail, one message per recipient. */
export interface Mail {
  /**
   * Sends once per operation id (a UUID): asks the provider for that id first, and answers `accepted` without sending
   * when it is known there. Never retries inside. Throws TransientFailure only when surely nothing was sent.
   */
  send(message: MailMessage, operationId: string): Promise<SendOutcome>;
  /** What the provider knows of an operation. `unknown`: it never heard of it. */
  statusOf(operationId: string): Promise<SendOutcome | { readonly kind: "unknown" }>;
}
