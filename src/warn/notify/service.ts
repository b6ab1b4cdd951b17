// Alerts from incident to acknowledgement: queued with the incident, sent with retries, closed by a link or by hand.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { HinomiError } from '#model/errors.ts';
import { uuidv7 } from '#model/ids.ts';
import type { Alert, AlertChannel } from '#model/record/alert.ts';
import type { Finding } from '#model/record/finding.ts';
import type { Incident } from '#model/record/incident.ts';
import { type Clock, hour, minute } from '#model/time.ts';
import type { Collection } from '#store/records/port.ts';
import { type Catalogue, composeAlert, composeWebhook, type Language } from './compose.ts';
import { concerns } from './concerns.ts';
import { type MailSender, reasonOf, sendWebhook } from './senders.ts';

export interface NotifyDeps {
  channels: Collection<AlertChannel, 'enabled'>;
  alerts: Collection<Alert, 'status' | 'incident' | 'channel' | 'nextAttempt' | 'tokenHash'>;
  incidents: Pick<Collection<Incident, never>, 'get'>;
  findings: Pick<Collection<Finding, never>, 'getMany'>;
  catalogues: Record<Language, Catalogue>;
  /** Absent when no mail server is configured: mail alerts then fail with that reason. */
  mail?: MailSender;
  publicUrl: string;
  /** Key acknowledge tokens and webhook signatures are derived from. */
  secret: string;
  clock: Clock;
  onChange: (alert: Alert) => void;
}

const firstRetry = 30_000;
const longestRetry = hour;
/** After this many tries a channel is given up for this alert; a person sees it as failed. */
const mostAttempts = 12;

const mailNotConfigured = (): HinomiError =>
  new HinomiError('MAIL_NOT_CONFIGURED', 'no mail server is configured', {
    remedy: 'Set mail.url (HINOMI_MAIL_URL).',
  });

const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Alerts over the given collections; `deliver` is to be called at a rhythm, nothing runs by itself. */
export function createNotifyService(deps: NotifyDeps) {
  const { alerts, channels, clock } = deps;
  const tokenOf = (alertId: string): string =>
    createHmac('sha256', deps.secret).update(`alert ${alertId}`).digest('base64url');
  const webhookSecret = (channelId: string): string =>
    createHmac('sha256', deps.secret).update(`webhook ${channelId}`).digest('hex');
  const change = async (id: string, how: (alert: Alert) => Alert): Promise<Alert> => {
    const alert = await alerts.update(id, how);
    deps.onChange(alert);
    return alert;
  };

  /** Queues one alert a concerned channel for an incident; a channel already told is not told again. */
  async function raise(incident: Incident): Promise<Alert[]> {
    const { items } = await channels.list({ where: { enabled: 1 }, limit: 1000 });
    const concerned = items.filter(channel => concerns(channel, incident));
    if (concerned.length === 0) return [];
    const told = new Set(
      (await alerts.list({ where: { incident: incident.id }, limit: 1000 })).items.map(
        alert => alert.channel,
      ),
    );
    const now = clock();
    const fresh = concerned
      .filter(channel => !told.has(channel.id))
      .map((channel): Alert => {
        const id = uuidv7(now);
        return {
          id,
          incident: incident.id,
          channel: channel.id,
          status: 'queued',
          attempts: 0,
          lastError: '',
          nextAttempt: now,
          created: now,
          tokenHash: hashToken(tokenOf(id)),
          exercise: incident.exercise,
        };
      });
    await alerts.putMany(fresh);
    for (const alert of fresh) deps.onChange(alert);
    return fresh;
  }

  async function send(alert: Alert): Promise<void> {
    const [channel, incident] = await Promise.all([
      channels.get(alert.channel),
      deps.incidents.get(alert.incident),
    ]);
    if (!channel || !incident) throw new HinomiError('ALERT_ORPHANED', 'the channel or the incident is gone');
    // The last gate before anything leaves: nothing of an exercise goes out, whatever queued it.
    if (alert.exercise !== '' || incident.exercise !== '')
      throw new HinomiError('EXERCISE_RECORD_REFUSED', 'a record of an exercise must not leave the platform');
    const findings = await deps.findings.getMany(incident.findings.slice(-50));
    const links = {
      acknowledge: `${deps.publicUrl}/a/${tokenOf(alert.id)}`,
      incident: `${deps.publicUrl}/incidents/${incident.id}`,
    };
    if (channel.kind === 'webhook') {
      await sendWebhook(
        channel.target,
        composeWebhook(incident, findings, links),
        webhookSecret(channel.id),
        clock(),
      );
      return;
    }
    if (!deps.mail) throw mailNotConfigured();
    const formatTime = (ms: number) =>
      new Intl.DateTimeFormat(channel.language, {
        dateStyle: 'medium',
        timeStyle: 'long',
        timeZone: 'UTC',
      }).format(ms);
    const { subject, body } = composeAlert({
      incident,
      findings,
      catalogue: deps.catalogues[channel.language],
      links,
      formatTime,
    });
    await deps.mail.send(channel.target, subject, body);
  }

  /** Sends what is due. One receiver's failure delays nobody else. Resolves with how many went out. */
  async function deliver(): Promise<number> {
    const due = await alerts.list({
      where: { status: 'queued', nextAttempt: { lt: clock() + 1 } },
      limit: 100,
    });
    const results = await Promise.all(
      due.items.map(async alert => {
        try {
          await send(alert);
          await change(alert.id, now => ({
            ...now,
            status: now.status === 'queued' ? 'sent' : now.status,
            attempts: now.attempts + 1,
            lastError: '',
            sent: clock(),
          }));
          return 1;
        } catch (error) {
          const message = reasonOf(error).slice(0, 500);
          await change(alert.id, now => {
            const attempts = now.attempts + 1;
            const pause = Math.min(longestRetry, firstRetry * 2 ** (attempts - 1));
            return {
              ...now,
              attempts,
              lastError: message,
              status: attempts >= mostAttempts ? 'failed' : 'queued',
              nextAttempt: clock() + pause,
            };
          });
          return 0;
        }
      }),
    );
    return results.reduce<number>((sum, one) => sum + one, 0);
  }

  /** The alert a link's token belongs to, or undefined; links end 90 days after the alert. */
  async function byToken(token: string): Promise<Alert | undefined> {
    if (!/^[\w-]{43}$/.test(token)) return undefined;
    const [alert] = (await alerts.list({ where: { tokenHash: hashToken(token) }, limit: 1 })).items;
    if (!alert || clock() - alert.created > 90 * 24 * 60 * minute) return undefined;
    const [expected, given] = [Buffer.from(tokenOf(alert.id)), Buffer.from(token)];
    return expected.length === given.length && timingSafeEqual(expected, given) ? alert : undefined;
  }

  /** Sends a test message by a channel at once; the answer says what went wrong instead of throwing. */
  async function test(channel: AlertChannel): Promise<{ sent: boolean; error: string }> {
    const texts = deps.catalogues[channel.language];
    try {
      if (channel.kind === 'webhook')
        await sendWebhook(channel.target, { type: 'hinomi.test' }, webhookSecret(channel.id), clock());
      else if (deps.mail)
        await deps.mail.send(channel.target, texts['alert.test.subject']!, texts['alert.test.body']!);
      else throw mailNotConfigured();
      return { sent: true, error: '' };
    } catch (error) {
      return { sent: false, error: (error as Error).message.slice(0, 500) };
    }
  }

  return {
    raise,
    deliver,
    test,
    byToken,
    webhookSecret,
    acknowledge: (id: string) =>
      change(id, alert =>
        alert.acknowledged || alert.status === 'closed'
          ? alert
          : { ...alert, status: 'acknowledged', acknowledged: clock() },
      ),
    close: (id: string) =>
      change(id, alert => ({
        ...alert,
        status: 'closed',
        acknowledged: alert.acknowledged ?? clock(),
        closed: clock(),
      })),
  };
}
export type NotifyService = ReturnType<typeof createNotifyService>;
