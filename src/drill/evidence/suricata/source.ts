// Suricata EVE: alerts of the sensor, and flow, dns, http and tls records of the internet edge.
import type { DnsLookup, IdsAlert, IdsCategory, WebRequest, WorldEvent } from '../../world/event.ts';
import { dnsId, type Flow, flowsOf, keysOf } from '../network/flows.ts';
import { placesOf } from '../network/places.ts';
import { atEdge } from '../network/sensor.ts';
import { defineSource, type Emit, type ProjectionContext } from '../source.ts';
import { flowFacets } from '../zeek/endpoints.ts';
import { shapeOf } from '../zeek/shape.ts';
import { dnsText, fileText, flowText, head, httpText, json, timestamp, tlsText } from './records.ts';

/**
 * A record of a flow, written when Suricata forgets it: its time-out after the end. Only of what has no dns, http or tls record
 * of its own: the others would say again what Zeek's conn.log says, and are dropped before they are sent on.
 */
function flow(event: WorldEvent, emit: Emit, context: ProjectionContext): void {
  const { world } = context;
  const places = placesOf(world);
  for (const one of flowsOf(event, world)) {
    if (!atEdge(one)) continue;
    const shape = shapeOf(one);
    const end = one.at + (shape.answered ? one.duration : 0);
    const logged = end + (one.transport === 'tcp' && shape.answered ? 10_000 : 30_000);
    const text = flowText(one, shape, timestamp(world, one.at), timestamp(world, end), end - one.at);
    emit(logged, `${head(world, logged, 'flow', one)}${text}}`, flowFacets(places, one, one.name, 'flow'));
  }
}

function dns(event: DnsLookup, emit: Emit, context: ProjectionContext): void {
  const { world } = context;
  const places = placesOf(world);
  for (const one of flowsOf(event, world)) {
    if (!atEdge(one)) continue;
    // Answers only (`requests: no`): they repeat the question.
    const later = one.at + one.duration;
    emit(
      later,
      `${head(world, later, 'dns', one)},"dns":${dnsText(event, dnsId(one), 'answer')}}`,
      flowFacets(places, one, event.name, 'dns'),
    );
  }
}

/** Answers without a body (RFC 9110 §6.4.1). */
const bodiless = new Set([204, 304]);

function web(event: WebRequest, emit: Emit, context: ProjectionContext): void {
  const { world } = context;
  const places = placesOf(world);
  for (const one of flowsOf(event, world)) {
    if (!atEdge(one)) continue;
    if (one.result !== 'ok') {
      flow(event, emit, context);
      return;
    }
    const facets = flowFacets(places, one, event.domain, one.service === 'ssl' ? 'tls' : 'http');
    if (one.service === 'ssl') {
      const at = one.at + 14;
      emit(at, `${head(world, at, 'tls', one)},"tls":${tlsText(one)}}`, facets);
    } else {
      const at = one.at + Math.min(one.duration, 40);
      const http = httpText(event);
      emit(at, `${head(world, at, 'http', one)},"tx_id":0,"http":${http}}`, facets);
      if (event.bytes === 0 || event.method === 'HEAD' || bodiless.has(event.status)) continue;
      const end = one.at + Math.max(one.duration, 40);
      emit(
        end,
        `${head(world, end, 'fileinfo', one, true)},"http":${http},"app_proto":"http","fileinfo":${fileText(event)}}`,
        { ...facets, code: 'fileinfo' },
      );
    }
  }
}

/**
 * Priorities of Suricata's classification.config. By class and not by rule of ours: scans from the internet and the
 * attack of an exercise have the same severities, so that sorting by severity finds nobody.
 */
const priorities: Readonly<Record<IdsCategory, 1 | 2 | 3>> = {
  'Attempted Administrator Privilege Gain': 1,
  'Attempted Denial of Service': 2,
  'Attempted Information Leak': 2,
  'Misc activity': 3,
  'Potentially Bad Traffic': 2,
  'Web Application Attack': 1,
};

const actions = { 1: 'allowed', 0: 'blocked' } as const;

function alert(event: IdsAlert, emit: Emit, { world }: ProjectionContext): void {
  const { source, destination, at } = event;
  const one: Flow = {
    at,
    duration: 0,
    transport: event.transport,
    source: source.ip,
    sourcePort: source.port,
    sourceZone: 'internet',
    destination: destination.ip,
    destinationPort: destination.port,
    destinationZone: 'internet',
    service: event.service,
    sent: 0,
    received: 0,
    result: 'ok',
    name: '',
    leg: '',
    ...keysOf(source.ip, source.port, destination.ip, destination.port, at),
  };
  const action = actions[event.allowed ? 1 : 0];
  const alert = `"alert":{"action":"${action}","gid":1,"signature_id":${event.signature},"rev":${1 + (event.signature % 7)},"signature":${json(event.name)},"category":${json(event.category)},"severity":${priorities[event.category]}}`;
  emit(at, `${head(world, at, 'alert', one)},${alert}${appOf(event.service)}}`, {
    ...flowFacets(placesOf(world), one, event.name, 'alert'),
    host:
      (placesOf(world).hostAt(source.ip) ?? placesOf(world).hostAt(destination.ip))?.name ?? event.host.name,
  });
}

const appOf = (service: string): string => {
  const name = service === 'ssl' ? 'tls' : service;
  return name === '' || name === '-' ? '' : `,"app_proto":${json(name)}`;
};

export const suricata = defineSource({
  id: 'suricata',
  title: { en: 'Intrusion detection (Suricata)', ja: '侵入検知 (Suricata)' },
  summary: {
    en: 'Alerts of the sensor, which listens at the internet edge and at the uplink of servers and DMZ; dns answers, http, tls and fileinfo records (bodies of answers in the clear; the server is their source), and flow records of everything else, are kept for the edge only (behind the proxy, so clients of the proxy do not show). flow_id joins an alert to its flow. The time of a flow record is when it was forgotten; start and end are inside.',
    ja: 'インターネット境界とサーバー・DMZの上流で聞くセンサーのアラート。dnsの応答・http・tls・fileinfo(平文の応答本文。送信元はサーバー)と、それ以外の通信のflowの記録は境界のみ(プロキシの外側なので個々のPCは現れない)。flow_idでアラートと通信の記録がつながる。flowの時刻は記録された時刻で、開始と終了は中にある。',
  },
  file: 'suricata/eve.json',
  format: 'json-lines',
  readers: ['jq', 'fever', 'eve-schema'],
  reference: 'Suricata 7 EVE JSON, etc/schema.json',
  on: { connection: flow, mail: flow, vpn: flow, dns, web, 'ids-alert': alert },
});
