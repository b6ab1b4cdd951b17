// A team's desk: who sits there, the briefing with the network map, hosts and accounts of the organisation, the team's talk.
import { Type } from 'typebox';
import { scenarios } from '#drill/run/library.ts';
import type { Host, Person } from '#drill/world/entities.ts';
import {
  AccountView,
  BriefingView,
  DeskView,
  HostView,
  itemsOf,
  SearchView,
  TalkView,
} from '#model/drill/api.ts';
import { uuidv7 } from '#model/ids.ts';
import { drillTeams, exercises } from '#store/records/drill-collections.ts';
import { everyRecord } from '#store/records/records.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { present } from '../../routes/deps.ts';
import type { Drill } from '../drill.ts';
import { labelsFor } from '../labels.ts';
import type { LiveTeam } from '../live-team.ts';
import { atDesk, deskRoute, needOpen, team } from '../route.ts';
import { contacts, exerciseView } from '../views.ts';
import { online } from './wall.ts';

/** Numbers of the team's actions that name something. */
const actionsOn = (one: LiveTeam, value: string): number[] =>
  one.state.actions
    .filter(action =>
      Object.values(action.parameters).some(given => String(given).toLowerCase() === value.toLowerCase()),
    )
    .map(action => action.number);
const verdictOf = (one: LiveTeam, type: string, value: string) => {
  const entity = one.state.case.entities.findLast(
    other => other.type === type && other.value.toLowerCase() === value.toLowerCase(),
  );
  return entity ? { verdict: entity.verdict } : {};
};

const hostView = (one: LiveTeam, host: Host) => ({
  name: host.name,
  fqdn: host.fqdn,
  ip: host.ip,
  mac: host.mac,
  os: host.os,
  kind: host.kind,
  roles: [...host.roles],
  segment: host.segment.id,
  ...(host.owner
    ? {
        owner: {
          account: host.owner.account,
          name: host.owner.name,
          department: host.owner.department.name,
        },
      }
    : {}),
  actions: actionsOn(one, host.name),
  ...verdictOf(one, 'host', host.name),
});

const accountView = (one: LiveTeam, person: Person) => ({
  account: person.account,
  name: person.name,
  mail: person.mail,
  department: person.department.name,
  title: person.title,
  duty: person.duty,
  pc: person.pc.name,
  phone: person.phone,
  privileged: person.duty === 'system-administrator',
  actions: actionsOn(one, person.account),
  ...verdictOf(one, 'account', person.account),
});
/** Accounts that are no person. */
const serviceView = (one: LiveTeam, service: { account: string; purpose: string; privileged: boolean }) => ({
  account: service.account,
  name: { ja: service.purpose, en: service.purpose },
  mail: '',
  department: { ja: '', en: '' },
  title: { ja: '', en: '' },
  duty: 'service',
  pc: '',
  phone: '',
  privileged: service.privileged,
  actions: actionsOn(one, service.account),
  ...verdictOf(one, 'account', service.account),
});

const found = (q: string, ...texts: string[]): boolean =>
  texts.some(text => text.toLowerCase().includes(q.toLowerCase()));

const pageOf = <T>(items: readonly T[], query: { limit?: number; cursor?: string }) => {
  const from = Number(query.cursor ?? 0);
  const limit = query.limit ?? 100;
  const more = from + limit < items.length;
  return { items: items.slice(from, from + limit), ...(more ? { next: String(from + limit) } : {}) };
};
const listQuery = {
  q: Type.Optional(Type.String({ maxLength: 200, default: '' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 })),
  cursor: Type.Optional(Type.String({ pattern: '^\\d{1,9}$' })),
};

export const deskRoutes = (drill: Drill): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/v1/drill/desk',
    access: 'drill-play',
    summary: 'Desks one sits at, newest exercise first',
    tags: ['drill'],
    response: itemsOf(Type.Object({ exercise: Type.String(), team: Type.String(), name: Type.String() })),
    handler: async ({ principal }) => {
      const items = [];
      for await (const one of everyRecord(drill.records.collection(drillTeams), { order: '-id' }))
        if (one.members.includes(principal.account.id)) {
          const exercise = await drill.records.collection(exercises).get(one.exercise);
          if (exercise) items.push({ exercise: exercise.id, team: one.id, name: exercise.name });
        }
      return { items };
    },
  }),
  deskRoute(drill, {
    method: 'GET',
    path: '',
    access: 'drill-play',
    inside: atDesk,
    summary: 'The desk: team, clock, phase, advice of the staff',
    response: DeskView,
    handler: async ({ live, team: one, place, by, principal, request }) => {
      const label = await labelsFor(drill, live, { principal, request }, one.id);
      const here = new Map(online(live, one, label).map(other => [other.account, other.on]));
      return {
        team: {
          id: one.id,
          number: one.team.number,
          name: one.team.name,
          members: one.team.members.map(account => ({
            account,
            label: label(account),
            online: here.has(account),
            on: here.get(account) ?? '',
          })),
        },
        exercise: await exerciseView(drill, live, place),
        ...live.running(),
        me: by,
        canWrite: place.role === 'trainee' && live.clock.state !== 'ended',
        advice: one.state.advice.map(({ at, text }) => ({ at, text })),
      };
    },
  }),
  deskRoute(drill, {
    method: 'POST',
    path: '/presence',
    access: 'drill-play',
    inside: team,
    summary: 'Says where on the desk somebody is',
    body: Type.Object({ on: Type.String({ maxLength: 40 }) }, { additionalProperties: false }),
    handler: ({ live, team: one, body, by }) => {
      one.seen(by, body.on, live.real);
      drill.bus.publish({ exercise: live.id, team: one.id }, 'presence', {
        team: one.id,
        account: by,
        on: body.on,
      });
    },
  }),
  deskRoute(drill, {
    method: 'GET',
    path: '/briefing',
    access: 'drill-play',
    inside: atDesk,
    summary: 'The organisation, its network and people, and what the team is told',
    response: BriefingView,
    handler: ({ live }) => {
      const { organisation, calendar } = live.model;
      const inDepartment = new Map<string, number>();
      for (const { department } of organisation.people)
        inDepartment.set(department.id, (inDepartment.get(department.id) ?? 0) + 1);
      return {
        organisation: {
          name: organisation.name,
          domain: organisation.domain,
          adDomain: organisation.adDomain,
          netbios: organisation.netbios,
          publicAddress: organisation.publicAddress,
          people: organisation.people.length,
          hosts: organisation.hosts.length,
          departments: organisation.departments.map(({ id, name }) => ({
            id,
            name,
            people: inDepartment.get(id) ?? 0,
          })),
        },
        text: scenarios().get(live.record.scenario)?.briefing ?? { ja: '', en: '' },
        crownJewels: organisation.crownJewels.map(({ id, name, host, location }) => ({
          id,
          name,
          host: host.name,
          location,
        })),
        contacts: contacts(),
        calendar: calendar.map(({ date, weekday, working, holiday }) => ({
          date,
          weekday,
          working,
          ...(holiday ? { holiday } : {}),
        })),
        map: {
          segments: organisation.segments.map(({ id, name, cidr, zone }) => {
            const hosts = organisation.hosts.filter(host => host.segment.id === id);
            return {
              id,
              name,
              cidr,
              zone,
              hosts: hosts.length,
              servers: hosts
                .filter(
                  host => host.kind === 'server' || host.kind === 'network' || host.kind === 'controller',
                )
                .map(({ name: server, roles, os, ip }) => ({ name: server, roles: [...roles], os, ip })),
            };
          }),
        },
      };
    },
  }),
  deskRoute(drill, {
    method: 'GET',
    path: '/hosts',
    access: 'drill-play',
    inside: atDesk,
    summary: 'Hosts of the organisation',
    query: Type.Object({ ...listQuery, segment: Type.Optional(Type.String({ maxLength: 60 })) }),
    response: Type.Object({ items: Type.Array(HostView), next: Type.Optional(Type.String()) }),
    handler: ({ live, team: one, query }) => {
      const { q = '', segment } = query;
      const hosts = live.model.organisation.hosts.filter(
        host =>
          (segment === undefined || host.segment.id === segment) &&
          found(
            q,
            host.name,
            host.ip,
            host.owner?.account ?? '',
            host.owner?.name.ja ?? '',
            host.owner?.name.en ?? '',
          ),
      );
      const { items, ...more } = pageOf(hosts, query);
      return { items: items.map(host => hostView(one, host)), ...more };
    },
  }),
  deskRoute(drill, {
    method: 'GET',
    path: '/hosts/:host',
    access: 'drill-play',
    inside: atDesk,
    summary: 'One host by name or address',
    params: { host: Type.String({ maxLength: 200 }) },
    response: HostView,
    handler: ({ live, team: one, params, by, place }) => {
      const wanted = params.host.toUpperCase();
      const host = live.model.organisation.hosts.find(
        other => other.name === wanted || other.ip === params.host,
      );
      if (place.role === 'trainee') drill.looked(live, one, by, 'host', params.host);
      return hostView(one, present(host, 'host', params.host));
    },
  }),
  deskRoute(drill, {
    method: 'GET',
    path: '/accounts',
    access: 'drill-play',
    inside: atDesk,
    summary: 'Accounts of the organisation, service accounts included',
    query: Type.Object(listQuery),
    response: Type.Object({ items: Type.Array(AccountView), next: Type.Optional(Type.String()) }),
    handler: ({ live, team: one, query }) => {
      const { q = '' } = query;
      const { people, serviceAccounts } = live.model.organisation;
      const views = [
        ...people
          .filter(person => found(q, person.account, person.name.ja, person.name.en, person.pc.name))
          .map(person => () => accountView(one, person)),
        ...serviceAccounts
          .filter(service => found(q, service.account, service.purpose))
          .map(service => () => serviceView(one, service)),
      ];
      const { items, ...more } = pageOf(views, query);
      return { items: items.map(make => make()), ...more };
    },
  }),
  deskRoute(drill, {
    method: 'GET',
    path: '/accounts/:account',
    access: 'drill-play',
    inside: atDesk,
    summary: 'One account',
    params: { account: Type.String({ maxLength: 200 }) },
    response: AccountView,
    handler: ({ live, team: one, params, by, place }) => {
      const wanted = params.account.toLowerCase();
      const { people, serviceAccounts } = live.model.organisation;
      if (place.role === 'trainee') drill.looked(live, one, by, 'account', params.account);
      const person = people.find(other => other.account.toLowerCase() === wanted);
      if (person) return accountView(one, person);
      const service = serviceAccounts.find(other => other.account.toLowerCase() === wanted);
      return serviceView(one, present(service, 'account', params.account));
    },
  }),
  deskRoute(drill, {
    method: 'GET',
    path: '/talk',
    access: 'drill-play',
    inside: atDesk,
    summary: 'What the team says among itself',
    response: itemsOf(TalkView),
    handler: async ({ live, team: one, principal, request }) => {
      const label = await labelsFor(drill, live, { principal, request }, one.id);
      return {
        items: one.state.talk.map(({ id, at, real, by, text }) => ({
          id,
          at,
          real,
          by,
          label: label(by),
          text,
        })),
      };
    },
  }),
  deskRoute(drill, {
    method: 'POST',
    path: '/talk',
    access: 'drill-play',
    inside: team,
    summary: 'Say something to the team',
    body: Type.Object(
      { text: Type.String({ minLength: 1, maxLength: 4000 }) },
      { additionalProperties: false },
    ),
    handler: async ({ live, team: one, body, by }) => {
      needOpen(live);
      await drill.write(live, one, by, () => [{ kind: 'talk', text: body.text }]);
    },
  }),
  deskRoute(drill, {
    method: 'GET',
    path: '/searches',
    access: 'drill-play',
    inside: atDesk,
    summary: 'Searches the team kept',
    response: itemsOf(SearchView),
    handler: ({ team: one }) => ({
      items: one.state.searches.map(({ search, name, q, sources, by }) => ({
        id: search,
        name,
        q,
        sources,
        by,
      })),
    }),
  }),
  deskRoute(drill, {
    method: 'POST',
    path: '/searches',
    access: 'drill-play',
    inside: team,
    summary: 'Keep a search for the team',
    body: Type.Object(
      {
        name: Type.String({ minLength: 1, maxLength: 100 }),
        q: Type.String({ maxLength: 4000 }),
        sources: Type.Optional(Type.Array(Type.String({ maxLength: 60 }), { maxItems: 60, default: [] })),
      },
      { additionalProperties: false },
    ),
    response: Type.Object({ id: Type.String() }),
    status: 201,
    handler: async ({ live, team: one, body, by }) => {
      needOpen(live);
      const search = uuidv7(drill.clock());
      await drill.write(live, one, by, () => [
        { kind: 'search-saved', search, name: body.name, q: body.q, sources: body.sources ?? [] },
      ]);
      return { id: search };
    },
  }),
  deskRoute(drill, {
    method: 'DELETE',
    path: '/searches/:search',
    access: 'drill-play',
    inside: team,
    summary: 'Drop a kept search',
    params: { search: Type.String({ maxLength: 200 }) },
    handler: async ({ live, team: one, params, by }) => {
      await drill.write(live, one, by, () => [{ kind: 'search-dropped', search: params.search }]);
    },
  }),
];
