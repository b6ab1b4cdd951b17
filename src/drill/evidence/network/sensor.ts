// Where the network sensor listens. One machine, two mirror ports: the uplink of the server and DMZ segments (everything
// that passes between them and other segments), and the inner side of the internet edge.
import type { Flow } from './flows.ts';
import type { Zone } from './places.ts';

const atUplink = (zone: Zone): boolean => zone === 'server' || zone === 'dmz' || zone === 'management';

/**
 * True when the sensor has the flow on one of its mirrors. It never sees what stays in one segment, office PCs talking to each
 * other, or what the firewall dropped on its outer side.
 */
export const seen = (flow: Flow): boolean => {
  const { sourceZone: from, destinationZone: to } = flow;
  if (from === to) return false;
  if (from === 'internet') return flow.result !== 'denied';
  return to === 'internet' || atUplink(from) || atUplink(to);
};

/** True when it passes the internet edge or the DMZ: the part that Suricata keeps flow and protocol records of. */
export const atEdge = (flow: Flow): boolean =>
  seen(flow) &&
  flow.destinationPort !== 3128 &&
  (flow.sourceZone === 'internet' || flow.destinationZone === 'internet');
