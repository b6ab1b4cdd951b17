// Sends one alert by mail or webhook. The only part of notify that touches the network.
import { createHmac } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { HinomiError } from '#model/errors.ts';

export interface MailSender {
  send(to: string, subject: string, body: string): Promise<void>;
  close(): void;
}

/** SMTP by URL (`smtp://`, `smtps://`), one connection at a time; TLS is used when the server offers it. */
export function openMailSender(url: string, from: string): MailSender {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 1,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
  } as never);
  return {
    async send(to, subject, text) {
      await transport.sendMail({
        from,
        to,
        subject,
        text,
        headers: { 'Auto-Submitted': 'auto-generated' },
        disableFileAccess: true,
        disableUrlAccess: true,
      });
    },
    close: () => transport.close(),
  };
}

/**
 * POSTs JSON, signed: `x-hinomi-signature: t=<unix s>,v1=<hex HMAC-SHA256 of "t.body">`. Redirects are not followed.
 * @throws HinomiError `WEBHOOK_REFUSED` for any answer but 2xx.
 */
export async function sendWebhook(url: string, payload: unknown, secret: string, now: number): Promise<void> {
  const body = JSON.stringify(payload);
  const time = Math.floor(now / 1000);
  const signature = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    signal: AbortSignal.timeout(10_000),
    headers: { 'content-type': 'application/json', 'x-hinomi-signature': `t=${time},v1=${signature}` },
    body,
  });
  await response.body?.cancel();
  if (response.status < 200 || response.status > 299)
    throw new HinomiError('WEBHOOK_REFUSED', `the receiver answered ${response.status}`, {
      remedy: 'Check the URL and the receiver.',
    });
}

/** Why sending failed, in words: `fetch` hides its reason in the cause. */
export function reasonOf(error: unknown): string {
  const { message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  const why = cause?.message || cause?.code;
  return why && !message.includes(why) ? `${message}: ${why}` : message;
}
