// Mail of the organisation, message by message: found through the mail log, read, and taken away as files.
import { Type } from 'typebox';
import { bodyOf } from '#drill/evidence/artefacts/mail/body.ts';
import { linesOf, mailBehind, mailId, mailOf, stateOf } from '#drill/evidence/artefacts/mail/find.ts';
import { headersOf } from '#drill/evidence/artefacts/mail/headers.ts';
import { emlOf } from '#drill/evidence/artefacts/mail/message.ts';
import { maskTest } from '#drill/view/match.ts';
import type { World } from '#drill/world/entities.ts';
import type { Mail } from '#drill/world/event.ts';
import { MailLineView, MailView } from '#model/drill/api.ts';
import type { KeptLine } from '#model/drill/case.ts';
import type { Route } from '../../http/route.ts';
import { present } from '../../routes/deps.ts';
import type { Drill } from '../drill.ts';
import type { LiveExercise } from '../live-exercise.ts';
import type { LiveTeam } from '../live-team.ts';
import { atDesk, deskRoute } from '../route.ts';

/** Plain words are looked for in addresses and, since the log has it encoded, in the subject; anything else is a search. */
function question(q: string): string {
  const words = q.trim().split(/\s+/).filter(Boolean);
  if (words.some(word => /[():"<>]/.test(word) || /^(?:-.*|AND|OR|NOT)$/.test(word))) return `Subject (${q})`;
  return ['Subject', ...words.map(word => `(*${word}* OR object:*${word}* OR user:*${word}*)`)].join(' ');
}

/** A message that passes two hosts of ours has two lines with its subject; the first counts. */
const firstLine = (world: World, event: Mail, line: KeptLine): boolean =>
  linesOf(world, event).find(({ facets }) => facets.code === 'subject')?.text === line.text;

const inLine = (event: Mail, line: KeptLine, now: number) => ({
  id: mailId(event),
  at: event.at,
  direction: event.direction,
  from: event.from.mail,
  to: event.to.join(', '),
  subject: event.subject,
  status: stateOf(event, now),
  attachments: event.attachments.length,
  line,
});

/** The message, unless it is not there yet, never came (an action kept it away), or was refused at the door. */
function mailFor(live: LiveExercise, one: LiveTeam, id: string): Mail {
  const { events, masks } = one.ahead();
  const event = mailOf(live.model, events, id);
  const now = live.now();
  const kept = maskTest(masks);
  const there =
    event !== undefined &&
    event.outcome !== 'rejected' &&
    linesOf(live.model, event).some(
      ({ at, text, facets: { source, destination, ...facets } }) =>
        facets.code === 'subject' &&
        at < now &&
        (events.includes(event) ||
          !kept({
            ...facets,
            at,
            text,
            source: 'postfix',
            sourceAddress: source,
            destinationAddress: destination,
          })),
    );
  return present(there ? event : undefined, 'message', id);
}

const mail = { mail: Type.String({ maxLength: 60 }) };

export const mailRoutes = (drill: Drill): Route[] => [
  deskRoute(drill, {
    method: 'GET',
    path: '/mails',
    access: 'drill-play',
    inside: atDesk,
    summary: 'Messages the mail servers have taken in, newest first',
    query: Type.Object({
      q: Type.Optional(Type.String({ maxLength: 1000, default: '' })),
      from: Type.Optional(Type.Number({ minimum: 0, maximum: 8e15 })),
      to: Type.Optional(Type.Number({ minimum: 0, maximum: 8e15 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
      cursor: Type.Optional(Type.String({ maxLength: 500 })),
    }),
    response: Type.Object({ items: Type.Array(MailLineView), next: Type.Optional(Type.String()) }),
    handler: async ({ live, team: one, query, place, by }) => {
      const { q = '', from, to, limit = 50, cursor } = query;
      const run = one.ahead();
      const now = live.now();
      const view = drill.openView({ worldId: live.record.world, world: live.model, run, now });
      const page = await view.page(
        {
          q: question(q),
          sources: ['postfix'],
          ...(from === undefined ? {} : { from }),
          ...(to === undefined ? {} : { to }),
        },
        { limit, order: 'newest', ...(cursor === undefined ? {} : { cursor }) },
      );
      if (place.role === 'trainee') drill.looked(live, one, by, 'mails', q);
      const items = page.items.flatMap(line => {
        const event = mailBehind(live.model, run.events, line);
        return event && firstLine(live.model, event, line) ? [inLine(event, line, now)] : [];
      });
      return { items, ...(page.next === undefined ? {} : { next: page.next }) };
    },
  }),
  deskRoute(drill, {
    method: 'GET',
    path: '/mails/:mail',
    access: 'drill-play',
    inside: atDesk,
    summary: 'A message with its headers, text and attachments',
    params: mail,
    response: MailView,
    handler: ({ live, team: one, params, place, by }) => {
      const event = mailFor(live, one, params.mail);
      if (place.role === 'trainee') drill.looked(live, one, by, 'mail', event.subject);
      return {
        id: mailId(event),
        at: event.at,
        direction: event.direction,
        status: stateOf(event, live.now()),
        bytes: event.bytes,
        headers: headersOf(event, live.model).map(([name, value]) => ({
          name,
          value: value.replace(/\r\n[ \t]/g, ' '),
        })),
        body: bodyOf(event, live.model),
        attachments: event.attachments.map(({ name, mime, bytes, sha256 }) => ({
          name,
          mime,
          bytes,
          sha256,
        })),
        eml: `/api/v1/drill/desk/${encodeURIComponent(one.id)}/mails/${mailId(event)}/eml`,
      };
    },
  }),
  deskRoute(drill, {
    method: 'GET',
    path: '/mails/:mail/eml',
    access: 'drill-play',
    inside: atDesk,
    summary: 'A message as its file; attachments are placeholders of the right type',
    params: mail,
    produces: 'message/rfc822',
    handler: ({ live, team: one, params, place, by, reply }) => {
      const event = mailFor(live, one, params.mail);
      if (place.role === 'trainee') drill.looked(live, one, by, 'download', 'eml');
      return reply
        .header('content-disposition', `attachment; filename="${mailId(event)}.eml"`)
        .header('cache-control', 'no-store')
        .header('x-content-type-options', 'nosniff')
        .type('message/rfc822')
        .send(emlOf(event, live.model));
    },
  }),
];
