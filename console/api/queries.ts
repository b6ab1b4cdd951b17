// Every read the console makes, as query options: one place for keys, so that live updates know what to refresh.
// The first part of a key is the collection.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Event } from '#model/event/event.ts';
import type { Account, ApiToken, AuditEntry } from '#model/record/account.ts';
import type { StreamFlow } from '#model/record/agent.ts';
import type { Alert, AlertChannel } from '#model/record/alert.ts';
import type { Campaign } from '#model/record/campaign.ts';
import type { Finding } from '#model/record/finding.ts';
import type { Incident } from '#model/record/incident.ts';
import type { AllowEntry, Indicator } from '#model/record/indicator.ts';
import type { Input } from '#model/record/input.ts';
import type { Report } from '#model/record/report.ts';
import type { SavedSearch } from '#model/record/saved-search.ts';
import { get, type QueryValues, setCsrf } from './client.ts';
import type {
  About,
  AgentView,
  CampaignView,
  Chain,
  EventPage,
  EvidenceView,
  FindingView,
  Health,
  Histogram,
  IncidentView,
  IndicatorView,
  InputFormat,
  List,
  Overview,
  Protection,
  Session,
  TopItem,
} from './types.ts';

const read = <T>(key: readonly unknown[], path: string, query?: QueryValues) =>
  queryOptions({ queryKey: [...key, query ?? {}], queryFn: ({ signal }) => get<T>(path, query, signal) });

/** A list that is read page by page with the server's cursor. */
const pages = <T, P extends List<T> = List<T>>(
  key: readonly unknown[],
  path: string,
  query: QueryValues = {},
  cursor = 'after',
) =>
  infiniteQueryOptions({
    queryKey: [...key, 'pages', query],
    queryFn: ({ pageParam, signal }) => get<P>(path, { ...query, [cursor]: pageParam || undefined }, signal),
    initialPageParam: '',
    getNextPageParam: last => (last.next === undefined || last.next === '' ? undefined : String(last.next)),
  });

const at = encodeURIComponent;

export const queries = {
  session: () =>
    queryOptions({
      queryKey: ['session'],
      queryFn: async ({ signal }) => {
        const session = await get<Session>('/session', {}, signal);
        setCsrf(session.csrf ?? '');
        return session;
      },
      staleTime: 300_000,
    }),
  overview: (hours: number, to?: number) => read<Overview>(['overview'], '/overview', { hours, to }),

  events: (query: QueryValues) => pages<Event, EventPage>(['events', 'list'], '/events', query, 'cursor'),
  histogram: (query: QueryValues) => read<Histogram>(['events', 'histogram'], '/events/histogram', query),
  top: (query: QueryValues) => read<List<TopItem>>(['events', 'top'], '/events/top', query),
  event: (id: string) => read<Event>(['event', id], `/events/${at(id)}`),
  related: (id: string) => read<List<Event>>(['event', id, 'related'], `/events/${at(id)}/related`),
  evidence: (id: string) => read<EvidenceView>(['event', id, 'evidence'], `/events/${at(id)}/evidence`),
  searches: () => read<List<SavedSearch>>(['searches'], '/searches'),

  findings: (query: QueryValues) => pages<Finding>(['findings'], '/findings', query),
  finding: (id: string) => read<FindingView>(['findings', id], `/findings/${at(id)}`),
  incidents: (query: QueryValues) => pages<Incident>(['incidents'], '/incidents', query),
  incident: (id: string) => read<IncidentView>(['incidents', id], `/incidents/${at(id)}`),
  chain: (id: string) => read<Chain>(['incidents', id, 'chain'], `/incidents/${at(id)}/chain`),
  campaigns: () => pages<Campaign>(['campaigns'], '/campaigns'),
  campaign: (id: string) => read<CampaignView>(['campaigns', id], `/campaigns/${at(id)}`),

  indicators: (query: QueryValues) => pages<Indicator>(['indicators'], '/indicators', query),
  indicator: (id: string) => read<IndicatorView>(['indicators', id], `/indicators/${at(id)}`),
  allowList: () => read<List<AllowEntry>>(['allow-list'], '/allow-list'),
  protection: () => read<Protection>(['protection'], '/protection'),
  reports: () => read<List<Report>>(['reports'], '/reports', { kind: 'mistake' }),

  agents: () => read<List<AgentView>>(['agents'], '/agents'),
  flows: () => read<List<StreamFlow>>(['flows'], '/flows'),
  inputs: () => pages<Input>(['inputs'], '/inputs'),
  input: (id: string) => read<Input>(['inputs', id], `/inputs/${at(id)}`),
  formats: () => ({
    ...read<List<InputFormat>>(['formats'], '/inputs/formats'),
    staleTime: Number.POSITIVE_INFINITY,
  }),

  alerts: () => pages<Alert>(['alerts'], '/alerts'),
  channels: () => read<List<AlertChannel>>(['channels'], '/alert-channels'),
  health: () => read<Health>(['health'], '/health'),
  users: () => read<List<Account>>(['users'], '/users'),
  tokens: () => read<List<ApiToken>>(['tokens'], '/me/tokens'),
  audit: () => pages<AuditEntry>(['audit'], '/audit', { limit: 100 }),
  about: () => ({ ...read<About>(['about'], '/about'), staleTime: Number.POSITIVE_INFINITY }),
};
