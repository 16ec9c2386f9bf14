import { createTransport } from 'nodemailer';
import type { MailConfig } from '../../config/notifications.ts';
import { bareHost, portOf, proxyFor, type Network } from '../../config/network.ts';
import { openTunnel } from '../../outbound/tunnel.ts';
import { isLoopback } from '../../domain/allowed-hosts.ts';
import type { Attachment } from './attachment.ts';
import type { Message } from './message.ts';

/** Timeout of each stage of the SMTP dialogue, in milliseconds. */
const SMTP_TIMEOUT_MS = 10_000;

const NO_ACCESS = { disableFileAccess: true, disableUrlAccess: true } as const;

interface SendOptions {
  readonly network: Network;
  readonly signal: AbortSignal;
  readonly attachments?: readonly Attachment[];
}

/**
 * Sends a message by SMTP.
 * @throws Error with the message of the server or the network; if the server accepts the message for
 * some recipients alone, with those that it refuses.
 */
export async function sendMail(
  { server, to, from }: MailConfig,
  message: Message,
  { network, signal, attachments = [] }: SendOptions,
): Promise<void> {
  // Parsed here and not by nodemailer, whose URL parameters can disable TLS checks.
  const address = new URL(server.reveal());
  const { protocol, hostname, username, password } = address;
  const user = decodeURIComponent(username);
  const secure = protocol === 'smtps:';
  const port = portOf(address);
  const proxy = proxyFor(network, address);
  const connection = proxy && (await openTunnel(proxy, { hostname, port }, signal));
  const transport = createTransport({
    host: bareHost(hostname),
    port,
    connection,
    secure,
    // The password is sent only over an encrypted connection.
    requireTLS: !secure && user !== '' && !isLoopback(hostname),
    auth: user === '' ? undefined : { user, pass: decodeURIComponent(password) },
    connectionTimeout: SMTP_TIMEOUT_MS,
    greetingTimeout: SMTP_TIMEOUT_MS,
    socketTimeout: SMTP_TIMEOUT_MS,
    // A server that does not hang up must not keep this process alive.
    socketCloseTimeout: 0,
    ...NO_ACCESS,
  });
  const { rejectedErrors: refusals = [] } = await transport.sendMail({
    from,
    to: [...to],
    ...message,
    // Sent unchanged: another encoding would change line ends.
    attachments: attachments.map((one) => ({ ...one, contentTransferEncoding: 'base64' as const })),
    // Keeps auto-replies from a mailbox that no one reads.
    headers: { 'Auto-Submitted': 'auto-generated' },
    signal,
  });
  if (refusals.length === 0) return;
  throw new Error(
    refusals
      .map(({ recipient, response, message: said }) => `${recipient ?? ''}: ${response ?? said}`)
      .join('; '),
  );
}

/** Returns the part of a mail server's address that may be shown: `smtp.example.com`. */
export function mailHost({ server }: MailConfig): string {
  return new URL(server.reveal()).host;
}
