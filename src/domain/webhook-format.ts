/** The documented JSON formats of a webhook: raccord's own, or that of a chat service. */
export const WEBHOOK_FORMATS = ['json', 'slack', 'teams', 'google-chat', 'discord'] as const;

export type WebhookFormat = (typeof WEBHOOK_FORMATS)[number];
