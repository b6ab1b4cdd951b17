// Where segments and servers stand on the network map. Pure.
import type { Briefing } from '../data.ts';

type Segment = Briefing['map']['segments'][number];

const boxWidth = 300;
const gap = 26;
const head = 46;
const rowHeight = 24;
const busGap = 46;
const top = 92;

/** Order of the zones from the outside in. */
const zones = ['internet', 'dmz', 'vpn', 'server', 'management', 'office', 'wireless', 'plant'];

export interface PlacedServer {
  name: string;
  roles: readonly string[];
  x: number;
  y: number;
}
export interface PlacedSegment {
  segment: Segment;
  x: number;
  y: number;
  width: number;
  height: number;
  servers: PlacedServer[];
}
export interface NetworkMap {
  width: number;
  height: number;
  /** Where the internet's and the firewall's sign stand: middle of the upper edge. */
  middle: number;
  /** Height of the line every segment of a row hangs from. */
  buses: { y: number; from: number; to: number }[];
  segments: PlacedSegment[];
  rowHeight: number;
}

/** Lays segments out in rows below the firewall, as many beside each other as `columns` allows. */
export function layoutMap(given: readonly Segment[], columns: number): NetworkMap {
  const inside = given
    .filter(one => one.zone !== 'internet')
    .toSorted((a, b) => zones.indexOf(a.zone) - zones.indexOf(b.zone));
  const across = Math.max(1, Math.min(columns, inside.length));
  const width = across * boxWidth + (across - 1) * gap;
  const segments: PlacedSegment[] = [];
  const buses: NetworkMap['buses'] = [];
  let y = top;
  for (let first = 0; first < inside.length; first += across) {
    const row = inside.slice(first, first + across);
    buses.push({ y, from: boxWidth / 2, to: (row.length - 1) * (boxWidth + gap) + boxWidth / 2 });
    let tallest = 0;
    for (const [column, segment] of row.entries()) {
      const x = column * (boxWidth + gap);
      const height = head + segment.servers.length * rowHeight + (segment.servers.length > 0 ? 8 : 0);
      tallest = Math.max(tallest, height);
      segments.push({
        segment,
        x,
        y: y + 18,
        width: boxWidth,
        height,
        servers: segment.servers.map((server, index) => ({
          name: server.name,
          roles: server.roles,
          x: x + 10,
          y: y + 18 + head + index * rowHeight,
        })),
      });
    }
    y += 18 + tallest + busGap - 18;
  }
  return { width, height: Math.max(top, y - busGap + 30), middle: width / 2, buses, segments, rowHeight };
}
