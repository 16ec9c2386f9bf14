/**
 * True for what Node says of a certificate that it does not accept: all of OpenSSL's sentences on one
 * name it. Mail's library keeps the sentence alone, and not the code.
 */
export function isCertificateReason(reason: string): boolean {
  return /\bcertificate\b/iu.test(reason);
}
