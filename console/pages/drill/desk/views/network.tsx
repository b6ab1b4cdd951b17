// The network map: the internet, the firewall, segments and their servers. A server leads to what is known of it.
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useI18n } from '../../../../i18n/context.tsx';
import { usePhone } from '../../../../lib/hooks.ts';
import { useHere } from '../context.tsx';
import type { Briefing } from '../data.ts';
import { useHostNames } from '../parts/names.ts';
import { layoutMap } from './map.ts';

/** As much of a text as has room: letters of full width take two places. */
function cut(text: string, most: number): string {
  let room = most;
  const end = [...text].findIndex(char => {
    room -= char > '\u2e80' ? 2 : 1;
    return room < 0;
  });
  return end < 0 ? text : `${[...text].slice(0, end).join('')}…`;
}

export function NetworkMap({ map, jewels }: { map: Briefing['map']; jewels: ReadonlySet<string> }) {
  const { t, side } = useI18n();
  const { team } = useHere();
  const { roles } = useHostNames();
  const navigate = useNavigate();
  const phone = usePhone();
  const drawn = layoutMap(map.segments, phone ? 1 : map.segments.length > 6 ? 4 : 3);
  const { width, height, middle, buses, segments, rowHeight } = drawn;
  const last = buses.at(-1);
  // With one column the trunk runs beside the boxes, else between the first two.
  const trunk = phone ? 0 : middle;
  const go = (search: Record<string, string>) =>
    void navigate({ to: `/drill/desk/${team}/hosts`, search: search as never });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing is no set of fields
    <svg
      className="network"
      viewBox={`-14 0 ${width + 28} ${height}`}
      role="group"
      aria-label={t('desk.map')}
    >
      <rect className="net-out" x={middle - 80} y={4} width={160} height={30} rx={15} />
      <text className="net-head" x={middle} y={24} textAnchor="middle">
        {t('desk.map.internet')}
      </text>
      <line className="net-line" x1={middle} y1={34} x2={middle} y2={48} />
      <rect className="net-wall" x={middle - 80} y={48} width={160} height={26} rx={3} />
      <text className="net-head" x={middle} y={66} textAnchor="middle">
        {t('desk.map.firewall')}
      </text>
      <line className="net-line" x1={middle} y1={74} x2={middle} y2={buses[0]?.y ?? 74} />
      {last && buses.length > 1 ? (
        <>
          <line className="net-line" x1={-8} y1={buses[0]!.y} x2={-8} y2={last.y} />
          {buses.map(bus => (
            <line key={bus.y} className="net-line" x1={-8} y1={bus.y} x2={bus.from} y2={bus.y} />
          ))}
        </>
      ) : null}
      {buses.map(bus => (
        <line
          key={bus.y}
          className="net-line"
          x1={Math.min(bus.from, bus === buses[0] ? middle : bus.from)}
          y1={bus.y}
          x2={Math.max(bus.to, bus === buses[0] ? middle : bus.to, trunk === 0 ? 0 : bus.to)}
          y2={bus.y}
        />
      ))}
      {segments.map(({ segment, x, y, width: w, height: h, servers }) => (
        <g key={segment.id}>
          <line className="net-line" x1={x + w / 2} y1={y - 18} x2={x + w / 2} y2={y} />
          <rect className={`net-segment zone-${segment.zone}`} x={x} y={y} width={w} height={h} rx={5} />
          <Door label={`${side(segment.name)} ${segment.cidr}`} onGo={() => go({ segment: segment.id })}>
            <rect className="net-door" x={x + 4} y={y + 4} width={w - 8} height={38} rx={3} />
            <text className="net-name" x={x + 10} y={y + 19}>
              {cut(side(segment.name), 26)}
            </text>
            <text className="net-note" x={x + w - 10} y={y + 19} textAnchor="end">
              {segment.cidr}
            </text>
            <text className="net-note" x={x + 10} y={y + 36}>
              {t('desk.map.hosts', { n: segment.hosts })}
            </text>
          </Door>
          {servers.map(server => (
            <Door
              key={server.name}
              label={`${server.name} ${roles(server)}`}
              onGo={() => go({ host: server.name })}
            >
              <rect x={server.x - 4} y={server.y} width={w - 12} height={rowHeight - 3} rx={3} />
              <text className="net-host" x={server.x + 2} y={server.y + 15}>
                {jewels.has(server.name) ? '◆ ' : ''}
                {server.name}
              </text>
              <text className="net-note" x={x + w - 14} y={server.y + 15} textAnchor="end">
                {cut(roles(server), 28)}
              </text>
            </Door>
          ))}
        </g>
      ))}
    </svg>
  );
}

/** Something in the drawing that leads on, by mouse and keyboard. */
function Door({ label, onGo, children }: { label: string; onGo: () => void; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: SVG has no links a router could follow
    <g
      className="net-server"
      role="link"
      tabIndex={0}
      aria-label={label}
      onClick={onGo}
      onKeyDown={event => {
        if (event.key === 'Enter') onGo();
      }}
    >
      {children}
    </g>
  );
}
