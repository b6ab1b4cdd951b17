// What can be read of a flow's payload: names asked for, heads of HTTP, hellos of TLS. All else is counted and not kept, as a
// sensor does that keeps heads only.
import type { World } from '../../../world/entities.ts';
import type { WebRequest, WorldEvent } from '../../../world/event.ts';
import { dnsId, type Flow, tunnelled } from '../../network/flows.ts';
import { connected, connectHead, type HttpLeg, requestHead, responseHead } from '../../network/http-head.ts';
import { offer, serverName } from '../../network/tls.ts';
import { dnsMessages } from './dns.ts';
import { clientHello, serverHello } from './tls.ts';

export interface Conversation {
  /** Beginning of what each side sends; the rest was not kept. */
  client: Uint8Array;
  server: Uint8Array;
}
/** Longest DNS message in one datagram. */
const datagramSize = 1400;
const silent: Conversation = { client: new Uint8Array(0), server: new Uint8Array(0) };

const latin = (text: string): Uint8Array => Buffer.from(text.replace(/[^\x00-\xff]/g, '?'), 'latin1');
const joined = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

/** Suites of the four offers a site may make, as the TLS log has them. */
const offers = [
  { version: 0x0304, suite: 0x1302 },
  { version: 0x0304, suite: 0x1302 },
  { version: 0x0304, suite: 0x1301 },
  { version: 0x0303, suite: 0xc030 },
] as const;

function hellos(flow: Flow, name: string, world: World): Conversation {
  const key = [world.seed, flow.key, flow.salt, 'tls'];
  return { client: clientHello(key, name), server: serverHello(key, offers[offer(flow)]) };
}

function web(event: WebRequest, flow: Flow, world: World): Conversation {
  const date = new Date(flow.at);
  const toProxy = event.via === 'proxy' && flow.destinationPort === 3128;
  if (toProxy && event.scheme === 'https') {
    const asked = latin(connectHead(event));
    if (!tunnelled(event)) return { client: asked, server: latin(responseHead(event, date) ?? '') };
    const inner = hellos(flow, serverName(flow), world);
    return { client: joined(asked, inner.client), server: joined(latin(connected), inner.server) };
  }
  if (flow.service === 'ssl') return hellos(flow, serverName(flow), world);
  const leg: HttpLeg = toProxy ? 'to-proxy' : event.via === 'proxy' ? 'from-proxy' : 'direct';
  return { client: latin(requestHead(event, leg)), server: latin(responseHead(event, date) ?? '') };
}

/** What is kept of a flow; nothing where it does not fit the bytes counted. */
export function conversationOf(event: WorldEvent, flow: Flow, world: World): Conversation {
  const said = (): Conversation => {
    switch (event.kind) {
      case 'dns': {
        const messages = dnsMessages(event, dnsId(flow), flow.leg === 'upstream');
        // Longer ones come in fragments.
        return messages && messages.answer.length <= datagramSize
          ? { client: messages.question, server: messages.answer }
          : silent;
      }
      case 'web':
        return web(event, flow, world);
      case 'connection':
        return flow.service === 'ssl' && flow.transport === 'tcp'
          ? hellos(flow, serverName(flow), world)
          : silent;
      default:
        return silent;
    }
  };
  const { client, server } = said();
  return {
    client: client.length <= flow.sent ? client : silent.client,
    server: server.length <= flow.received && client.length <= flow.sent ? server : silent.server,
  };
}
