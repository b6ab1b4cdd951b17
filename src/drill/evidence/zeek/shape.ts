// What Zeek makes of a flow: state, history, packets. The three always tell the same story.
import type { Flow } from '../network/flows.ts';

export interface Shape {
  state: 'SF' | 'S0' | 'REJ' | 'RSTO' | 'RSTR' | 'OTH' | 'SHR';
  history: string;
  originPackets: number;
  originIpBytes: number;
  responsePackets: number;
  responseIpBytes: number;
  /** False where no answer ever came, so that Zeek has neither duration nor bytes. */
  answered: boolean;
}

/** Payload of a full segment, and heads of IPv4 and TCP with timestamps, or UDP. */
const segment = 1448;
const tcpHead = 52;
/** Options of a SYN that others have not: segment size, window scale, selective acknowledgement. */
const synMore = 8;
const udpHead = 28;

function udp(flow: Flow): Shape {
  const out = Math.max(1, Math.ceil(flow.sent / 1400));
  const silent = flow.result !== 'ok' || flow.received === 0;
  const back = silent ? 0 : Math.max(1, Math.ceil(flow.received / 1400));
  return {
    state: silent ? 'S0' : 'SF',
    history: silent ? 'D' : 'Dd',
    originPackets: out,
    originIpBytes: flow.sent + udpHead * out,
    responsePackets: back,
    responseIpBytes: silent ? 0 : flow.received + udpHead * back,
    answered: !silent,
  };
}

function icmp(flow: Flow): Shape {
  const out = Math.max(1, Math.ceil(flow.sent / 56));
  const back = flow.result === 'ok' && flow.received > 0 ? Math.max(1, Math.ceil(flow.received / 56)) : 0;
  return {
    state: 'OTH',
    history: '-',
    originPackets: out,
    originIpBytes: flow.sent + udpHead * out,
    responsePackets: back,
    responseIpBytes: back === 0 ? 0 : flow.received + udpHead * back,
    answered: back > 0,
  };
}

/** Packets, bytes, state and history of a flow, consistent with each other and with its result. */
export function shapeOf(flow: Flow): Shape {
  if (flow.transport === 'udp') return udp(flow);
  if (flow.transport === 'icmp') return icmp(flow);
  if (flow.result === 'no-answer' || flow.result === 'denied')
    // SYN and two more tries.
    return {
      state: 'S0',
      history: 'S',
      originPackets: 3,
      originIpBytes: 180,
      responsePackets: 0,
      responseIpBytes: 0,
      answered: false,
    };
  if (flow.result === 'refused')
    return {
      state: 'REJ',
      history: 'Sr',
      originPackets: 1,
      originIpBytes: 60,
      responsePackets: 1,
      responseIpBytes: 40,
      answered: true,
    };
  const data = `${flow.sent > 0 ? 'D' : ''}${flow.received > 0 ? 'ad' : 'a'}`;
  const out = Math.ceil(flow.sent / segment);
  const back = Math.ceil(flow.received / segment);
  const reset = flow.result === 'reset';
  const originPackets = 2 + out + Math.ceil(back / 2) + (reset ? 1 : 2);
  const responsePackets = 1 + back + Math.ceil(out / 2) + (reset ? 0 : 1);
  return {
    state: reset ? 'RSTO' : 'SF',
    history: `ShA${data}${reset ? 'R' : 'Ff'}`,
    originPackets,
    originIpBytes: flow.sent + tcpHead * originPackets + synMore,
    responsePackets,
    responseIpBytes: flow.received + tcpHead * responsePackets + synMore,
    answered: true,
  };
}
