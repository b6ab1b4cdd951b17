// The network map: nothing overlaps, everything is inside, nothing is left out.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { layoutMap } from './map.ts';

const zone = fc.constantFrom('dmz', 'server', 'office', 'wireless', 'vpn', 'plant', 'management', 'new');
const segment = fc.record({
  id: fc.uuid(),
  name: fc.constant({ ja: '区画', en: 'Segment' }),
  cidr: fc.constant('10.0.0.0/24'),
  zone,
  hosts: fc.nat(500),
  servers: fc.array(
    fc.record({ name: fc.string(), roles: fc.array(fc.string()), os: fc.string(), ip: fc.string() }),
    { maxLength: 12 },
  ),
});

it('places every segment and server inside, without overlap', () => {
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 12 }), fc.integer({ min: 1, max: 5 }), (segments, columns) => {
      const map = layoutMap(segments, columns);
      expect(map.segments.map(one => one.segment.id).sort()).toEqual(segments.map(one => one.id).sort());
      for (const box of map.segments) {
        expect(box.x + box.width).toBeLessThanOrEqual(map.width);
        expect(box.y + box.height).toBeLessThanOrEqual(map.height);
        for (const server of box.servers)
          expect(server.y + map.rowHeight).toBeLessThanOrEqual(box.y + box.height);
        for (const other of map.segments)
          if (other !== box)
            expect(
              box.x + box.width <= other.x ||
                other.x + other.width <= box.x ||
                box.y + box.height <= other.y ||
                other.y + other.height <= box.y,
            ).toBe(true);
      }
    }),
  );
});

it('stands from the outside in', () => {
  const one = (id: string, zoneOf: string) => ({
    id,
    name: { ja: id, en: id },
    cidr: '',
    zone: zoneOf,
    hosts: 1,
    servers: [],
  });
  const map = layoutMap([one('o', 'office'), one('i', 'internet'), one('d', 'dmz'), one('s', 'server')], 2);
  expect(map.segments.map(box => box.segment.id)).toEqual(['d', 's', 'o']);
  expect(map.buses).toHaveLength(2);
});
