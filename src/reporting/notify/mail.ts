import { createTransport } from 'nodemailer';
import type { MailConfig } from '../../config/notifications.ts';
import { bareHost, portOf, proxyFor, type Network } from '../../config/network.ts';
import { openTunnel } from '../../outbound/tunnel.ts';
import { isLoopback } from '../../domain/allowed-hosts.ts';
import type { Attachment } from './attachment.ts';
import type { Message } from './message.ts';

/** How long one stage of the talk with the server may take, in milliseconds. */
const SMTP_TIMEOUT_MS = 10_000;

const NO_ACCESS = { disableFileAccess: true, disableUrlAccess: true } as const;

interface SendOptions {
  readonly network: Network;
  readonly signal: AbortSignal;
  readonly attachments?: readonly Attachment[];
}

/**
 * Sends a message by SMTP.
 * @throws Error saying what the server or the network said.
 */
export async function sendMail(
  { server, to, from }: MailConfig,
  message: Message,
  { network, signal, attachments = [] }: SendOptions,
): Promise<void> {
  // Read here rather than by nodemailer, for which a URL can also switch off what protects.
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
    ...(connection !== undefined && { connection }),
    secure,
    // A password is given over an encrypted connection or not at all.
    requireTLS: !secure && user !== '' && !isLoopback(hostname),
    ...(user !== '' && { auth: { user, pass: decodeURIComponent(password) } }),
    connectionTimeout: SMTP_TIMEOUT_MS,
    greetingTimeout: SMTP_TIMEOUT_MS,
    socketTimeout: SMTP_TIMEOUT_MS,
    // A server that does not hang up must not keep this process alive.
    socketCloseTimeout: 0,
    ...NO_ACCESS,
  });
  await transport.sendMail({
    from,
    to: [...to],
    ...message,
    // As they are: another encoding would change where a line ends.
    attachments: attachments.map((one) => ({ ...one, contentTransferEncoding: 'base64' as const })),
    // Answers of holiday assistants would go to a mailbox that nobody reads.
    headers: { 'Auto-Submitted': 'auto-generated' },
    signal,
  });
}

/** `smtp.example.com`: what of a mail server's address may be told. */
export function mailHost({ server }: MailConfig): string {
  return new URL(server.reveal()).host;
}
