/** Applications that may bring alerts with a token of the tenant, where no key can be kept. */
export interface Senders {
  /**
   * The application that the token speaks for, or null when it is not one that may send. Throws TransientFailure when
   * the issuer's keys cannot be fetched: then nobody knows, and the sender is asked to come again.
   */
  identify(token: string): Promise<{ readonly application: string } | null>;
}
