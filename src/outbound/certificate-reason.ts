/**
 * Returns true for Node's message about a certificate that is not accepted: all of OpenSSL's
 * messages contain the word. The mail library keeps only the message, without the code.
 */
export function isCertificateReason(reason: string): boolean {
  return /\bcertificate\b/iu.test(reason);
}
