// Alert channels, the alerts sent by them, and the page behind an alert's link.
import { Type } from 'typebox';
import { HinomiError } from '#model/errors.ts';
import { uuidv7 } from '#model/ids.ts';
import { parseIp, parsePrefix, prefixContains } from '#model/ip.ts';
import { Alert, AlertChannel } from '#model/record/alert.ts';
import type { Clock } from '#model/time.ts';
import { hasRight } from '#model/vocab/role.ts';
import * as collections from '#store/records/collections.ts';
import type { Records } from '#store/records/records.ts';
import type { NotifyService } from '#warn/notify/service.ts';
import type { Audit } from '../audit/audit.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { alertPage } from './alert-page.ts';
import { actor, idParams, page, pageQuery, paging, present } from './deps.ts';

const tags = ['alerts'];
const { id: _id, created: _created, updated: _updated, ...changeable } = AlertChannel.properties;
const NewChannel = Type.Object(changeable, { additionalProperties: false });

const mailPattern = /^[^\s@<>"',;]{1,64}@[^\s@<>"',;]{1,190}$/;

/** Loopback, link-local and unspecified addresses: services of this machine and of its cloud trust whoever reaches them. */
function isOwnMachine({ hostname }: URL): boolean {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  if (bare === 'localhost' || bare.endsWith('.localhost')) return true;
  const bytes = parseIp(bare);
  return bytes !== undefined && ownMachine.some(prefix => prefixContains(prefix, bytes));
}
const ownMachine = ['127.0.0.0/8', '0.0.0.0/8', '169.254.0.0/16', '::/127', 'fe80::/10'].map(
  text => parsePrefix(text)!,
);

/**
 * `mayReachOwnMachine`: whether whoever sets the target administers this machine.
 * @throws HinomiError `CHANNEL_INVALID` naming the field.
 */
function checkChannel(
  channel: Pick<AlertChannel, 'kind' | 'target' | 'prefixes'>,
  mayReachOwnMachine: boolean,
): void {
  const refuse = (field: string, message: string): never => {
    throw new HinomiError('CHANNEL_INVALID', message, {
      place: { field },
      remedy: 'Correct the field and try again.',
      status: 400,
    });
  };
  if (channel.kind === 'mail' && !mailPattern.test(channel.target))
    refuse('target', 'this is not a mail address');
  if (channel.kind === 'webhook') {
    const url = URL.canParse(channel.target) ? new URL(channel.target) : undefined;
    if (
      !url ||
      url.username ||
      (url.protocol !== 'https:' && !(url.protocol === 'http:' && isOwnMachine(url)))
    )
      refuse('target', 'a webhook is an https URL without user name');
    else if (isOwnMachine(url) && !mayReachOwnMachine)
      refuse('target', 'only an administrator may send to this machine itself');
  }
  for (const prefix of channel.prefixes)
    if (!parsePrefix(prefix)) refuse('prefixes', `"${prefix}" is not a network`);
}

export function alertRoutes(deps: {
  records: Records;
  notify: NotifyService;
  audit: Audit;
  clock: Clock;
}): Route[] {
  const { records, notify, audit, clock } = deps;
  const channels = records.collection(collections.alertChannels);
  const alerts = records.collection(collections.alerts);
  const shown = (alert: Alert): Alert => ({ ...alert, tokenHash: '' });
  return [
    defineRoute({
      method: 'GET',
      path: '/api/v1/alerts',
      access: 'read',
      summary: 'Alerts, newest first',
      tags,
      query: Type.Object({ ...pageQuery, incident: Type.Optional(Type.String({ maxLength: 64 })) }),
      response: page(Alert),
      handler: async ({ query }) => {
        const found = await alerts.list({
          where: query.incident ? { incident: query.incident } : {},
          order: '-created',
          ...paging(query),
        });
        return { ...found, items: found.items.map(shown) };
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: '/api/v1/alerts/:id',
      access: 'alert',
      summary: 'Acknowledge or close an alert',
      tags,
      params: idParams,
      body: Type.Object({ status: Type.Enum(['acknowledged', 'closed']) }, { additionalProperties: false }),
      response: Alert,
      handler: async ({ params, body, principal, request }) => {
        const alert = await (body.status === 'closed'
          ? notify.close(params.id)
          : notify.acknowledge(params.id));
        await audit.record({
          actor: actor(principal),
          from: request.ip,
          action: `alert.${body.status}`,
          object: alert.id,
          detail: {},
        });
        return shown(alert);
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/v1/alert-channels',
      access: 'alert',
      summary: 'Where alerts go',
      tags,
      query: Type.Object(pageQuery),
      response: page(AlertChannel),
      handler: ({ query }) => channels.list({ order: 'name', ...paging(query) }),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/v1/alert-channels',
      access: 'alert',
      summary: 'Add a channel',
      tags,
      body: NewChannel,
      response: AlertChannel,
      status: 201,
      handler: async ({ body, principal, request }) => {
        checkChannel(body, hasRight(principal.roles, 'settings'));
        const channel: AlertChannel = { ...body, id: uuidv7(clock()), created: clock(), updated: clock() };
        await channels.put(channel);
        await audit.record({
          actor: actor(principal),
          from: request.ip,
          action: 'channel.added',
          object: channel.id,
          detail: { kind: channel.kind },
        });
        return channel;
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: '/api/v1/alert-channels/:id',
      access: 'alert',
      summary: 'Change a channel',
      tags,
      params: idParams,
      body: Type.Partial(NewChannel),
      response: AlertChannel,
      handler: async ({ params, body, principal, request }) => {
        const channel = await channels.update(params.id, before => {
          const after = { ...before, ...body, updated: clock() };
          const sameTarget = after.kind === before.kind && after.target === before.target;
          checkChannel(after, sameTarget || hasRight(principal.roles, 'settings'));
          return after;
        });
        await audit.record({
          actor: actor(principal),
          from: request.ip,
          action: 'channel.changed',
          object: channel.id,
          detail: { enabled: channel.enabled },
        });
        return channel;
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/v1/alert-channels/:id',
      access: 'alert',
      summary: 'Remove a channel',
      tags,
      params: idParams,
      handler: async ({ params, principal, request }) => {
        if (!(await channels.remove(params.id))) present(undefined, 'channel', params.id);
        await audit.record({
          actor: actor(principal),
          from: request.ip,
          action: 'channel.removed',
          object: params.id,
          detail: {},
        });
        return undefined;
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/v1/alert-channels/:id/test',
      access: 'alert',
      summary: 'Send a test message by a channel now',
      tags,
      params: idParams,
      response: Type.Object({ sent: Type.Boolean(), error: Type.String() }),
      rate: 'strict',
      handler: async ({ params }) =>
        notify.test(present(await channels.get(params.id), 'channel', params.id)),
    }),
    defineRoute({
      method: 'GET',
      path: '/a/:token',
      access: 'public',
      summary: 'Page behind the link of an alert',
      tags,
      params: Type.Object({ token: Type.String({ maxLength: 64 }) }),
      query: Type.Object({ lang: Type.Optional(Type.Enum(['ja', 'en'])) }),
      produces: 'text/html',
      rate: 'strict',
      handler: async ({ params, query, request, reply }) =>
        alertPage({
          reply,
          request,
          notify,
          records,
          token: params.token,
          ...(query.lang ? { language: query.lang } : {}),
        }),
    }),
    defineRoute({
      method: 'POST',
      path: '/a/:token/:step',
      access: 'public',
      summary: 'Acknowledge or close an alert by its link',
      tags,
      params: Type.Object({
        token: Type.String({ maxLength: 64 }),
        step: Type.Enum(['acknowledge', 'close']),
      }),
      query: Type.Object({ lang: Type.Optional(Type.Enum(['ja', 'en'])) }),
      form: true,
      produces: 'text/html',
      rate: 'strict',
      handler: async ({ params, query, request, reply }) => {
        const alert = await notify.byToken(params.token);
        if (alert) {
          await (params.step === 'close' ? notify.close(alert.id) : notify.acknowledge(alert.id));
          await audit.record({
            actor: `channel:${alert.channel}`,
            from: request.ip,
            action: `alert.${params.step}d`,
            object: alert.id,
            detail: {},
          });
        }
        return alertPage({
          reply,
          request,
          notify,
          records,
          token: params.token,
          ...(query.lang ? { language: query.lang } : {}),
        });
      },
    }),
  ];
}
