// What the desk reads and changes.
import { type QueryClient, queryOptions, useQueryClient } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type {
  AccountView,
  ActionView,
  ArtefactView,
  BriefingView,
  CaseView,
  ContactView,
  DeskInject,
  DetectionsView,
  HintView,
  HistogramView,
  HostView,
  MailLineView,
  MailView,
  MessageView,
  ReportView,
  SearchView,
  TakenAction,
  TalkView,
} from '#model/drill/api.ts';
import type { KeptLine } from '#model/drill/case.ts';
import { minute } from '#model/time.ts';
import { apiUrl, get, type QueryValues, send } from '../../../api/client.ts';
import type { List } from '../../../api/types.ts';
import { useChange } from '../../../lib/hooks.ts';
import { deskKey, deskRead, drillRead } from '../shared/api.ts';
import { useHere } from './context.tsx';

export type MailLine = MailLineView;
export type Mail = Static<typeof MailView>;
export type Line = Static<typeof KeptLine>;
export type Action = Static<typeof ActionView>;
export type Taken = TakenAction;
export type Briefing = Static<typeof BriefingView>;
export type HostInfo = Static<typeof HostView>;
export type AccountInfo = Static<typeof AccountView>;
export type Message = MessageView;
export type Contact = Static<typeof ContactView>;
export type InjectInfo = Static<typeof DeskInject>;
export type Hint = Static<typeof HintView>;
export type Report = Static<typeof ReportView>;
export type Bars = Static<typeof HistogramView>;
export type Case = CaseView;
type Artefact = Static<typeof ArtefactView>;
type Talk = Static<typeof TalkView>;
type Kept = Static<typeof SearchView>;

export interface LinePage extends List<Line> {
  took: number;
}
export interface Messages extends List<Message> {
  contacts: Contact[];
}

const at = encodeURIComponent;
const still = { staleTime: Number.POSITIVE_INFINITY };

const below = (team: string, part: string): string => `/desk/${at(team)}/${part}`;
/** Path of an API call at a desk. */
export const deskPath = (team: string, part: string): string => `/drill${below(team, part)}`;

export const deskQueries = {
  actionList: () => ({ ...drillRead<List<Action>>(['actions'], '/actions'), ...still }),
  techniques: () => ({
    ...drillRead<List<{ id: string; name: string }>>(['techniques'], '/techniques'),
    ...still,
  }),
  briefing: (team: string) => ({ ...deskRead<Briefing>(team, 'briefing'), ...still }),
  taken: (team: string) => deskRead<List<Taken>>(team, 'actions'),
  artefacts: (team: string) => deskRead<List<Artefact>>(team, 'artefacts'),
  messages: (team: string) => deskRead<Messages>(team, 'messages'),
  /** Read again each half minute while somebody looks: reports come with the logs, which nobody announces. */
  detections: (team: string) => ({
    ...deskRead<DetectionsView>(team, 'detections'),
    refetchInterval: 30_000,
  }),
  injects: (team: string) => deskRead<List<InjectInfo>>(team, 'injects'),
  case: (team: string) => deskRead<Case>(team, 'case'),
  report: (team: string) => deskRead<Report>(team, 'report'),
  hints: (team: string) => deskRead<List<Hint>>(team, 'hints'),
  talk: (team: string) => deskRead<List<Talk>>(team, 'talk'),
  searches: (team: string) => deskRead<List<Kept>>(team, 'searches'),
  hosts: (team: string, query: QueryValues) => deskRead<List<HostInfo>>(team, 'hosts', query),
  host: (team: string, name: string) =>
    drillRead<HostInfo>(['desk', team, 'hosts', name], below(team, `hosts/${at(name)}`)),
  accounts: (team: string, query: QueryValues) => deskRead<List<AccountInfo>>(team, 'accounts', query),
  account: (team: string, name: string) =>
    drillRead<AccountInfo>(['desk', team, 'accounts', name], below(team, `accounts/${at(name)}`)),
  mails: (team: string, q: string) => ({
    queryKey: ['drill', 'desk', team, 'mails', q] as const,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }: { pageParam: string; signal: AbortSignal }) =>
      get<List<MailLine>>(deskPath(team, 'mails'), { q, cursor: pageParam, limit: 50 }, signal),
    getNextPageParam: (last: List<MailLine>) => last.next,
  }),
  mail: (team: string, id: string) => ({
    ...drillRead<Mail>(['desk', team, 'mails', id], below(team, `mails/${at(id)}`)),
    ...still,
  }),
  /** `asOf` is the moment of the search: the same question later is another one. */
  lines: (team: string, query: QueryValues, asOf: number) => ({
    queryKey: ['drill', 'desk', team, 'search', query, asOf] as const,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }: { pageParam: string; signal: AbortSignal }) =>
      get<LinePage>(deskPath(team, 'search'), { ...query, cursor: pageParam }, signal),
    getNextPageParam: (last: LinePage) => last.next,
    ...still,
  }),
  bars: (team: string, query: QueryValues, asOf: number) =>
    queryOptions({
      queryKey: ['drill', 'desk', team, 'histogram', query, asOf] as const,
      queryFn: ({ signal }) => get<Bars>(deskPath(team, 'histogram'), query, signal),
      ...still,
    }),
  top: (team: string, query: QueryValues, asOf: number) =>
    queryOptions({
      queryKey: ['drill', 'desk', team, 'top', query, asOf] as const,
      queryFn: ({ signal }) =>
        get<List<{ value: string; count: number }>>(deskPath(team, 'top'), query, signal),
      ...still,
    }),
  recent: (team: string, query: QueryValues, asOf: number) =>
    queryOptions({
      queryKey: ['drill', 'desk', team, 'search', 'recent', query, asOf] as const,
      queryFn: ({ signal }) => get<LinePage>(deskPath(team, 'search'), query, signal),
      ...still,
    }),
  around: (team: string, line: string) => ({
    ...drillRead<LinePage>(['desk', team, 'context', line], below(team, `lines/${at(line)}/context`), {
      before: 20,
      after: 20,
    }),
    ...still,
  }),
};

/** Address of an artefact's file. */
export const artefactUrl = (team: string, id: string): string =>
  apiUrl(deskPath(team, `artefacts/${at(id)}`));

/** Packets of a host some minutes around a moment, not beyond the present, as the network sensor has them. */
export const captureOf = (host: string, around: number, present: number, minutes = 5): string =>
  `capture:${host}:${Math.floor(around - minutes * minute)}-${Math.floor(Math.min(present, around + minutes * minute))}`;

/** Reads parts of a desk again. */
export const renew = (client: QueryClient, team: string, ...parts: readonly string[]): void => {
  for (const part of parts) void client.invalidateQueries({ queryKey: deskKey(team, part) });
};

/** A change at this desk; the named parts are read again after it. */
export function useDeskChange<In = void, Out = unknown>(
  call: (input: In) => readonly [method: 'POST' | 'PUT' | 'DELETE', part: string, body?: unknown],
  parts: readonly string[],
  options: Parameters<typeof useChange<In, Out>>[1] = {},
) {
  const { team } = useHere();
  const client = useQueryClient();
  return useChange<In, Out>(
    input => {
      const [method, part, body] = call(input);
      return send<Out>(method, deskPath(team, part), body);
    },
    {
      ...options,
      after: (result, input) => {
        renew(client, team, ...parts);
        options.after?.(result, input);
      },
    },
  );
}
