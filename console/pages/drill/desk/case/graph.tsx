// The attacker's route as a drawing: hosts from left to right, arrows with technique and time.
import { visibleText } from '#model/visible.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { simClock } from '../../shared/clock.ts';
import { layoutRoute, type RouteStep, sameHost } from './route.ts';

const cell = { width: 210, height: 74, box: 124, tall: 34 };

export function RouteGraph({ steps }: { steps: readonly RouteStep[] }) {
  const { t } = useI18n();
  if (steps.length === 0) return null;
  const { nodes, columns, rows } = layoutRoute(steps);
  const place = (name: string) => nodes.find(one => sameHost(one.name, name))!;
  const x = (column: number) => column * cell.width;
  const y = (row: number) => row * cell.height + 20;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="route-graph" tabIndex={0} aria-label={t('desk.case.route.graph')}>
      <svg
        width={(columns - 1) * cell.width + cell.box + 4}
        height={rows * cell.height + 10}
        role="img"
        aria-label={steps.map(one => `${one.from} → ${one.to}`).join(', ')}
      >
        <defs>
          <marker
            id="arrow"
            viewBox="0 0 8 8"
            refX={7}
            refY={4}
            markerWidth={7}
            markerHeight={7}
            orient="auto"
          >
            <path d="M0 0 8 4 0 8z" className="route-head" />
          </marker>
        </defs>
        {steps.map(step => {
          const [a, b] = [place(step.from), place(step.to)];
          const forward = b.column > a.column;
          const x1 = x(a.column) + (forward ? cell.box : cell.box / 2);
          const y1 = y(a.row) + (forward ? cell.tall / 2 : b.row >= a.row ? cell.tall : 0);
          const x2 = x(b.column) + (forward ? 0 : cell.box / 2);
          const y2 = y(b.row) + (forward ? cell.tall / 2 : b.row > a.row ? 0 : cell.tall);
          return (
            <g key={step.id}>
              <line className="route-line" x1={x1} y1={y1} x2={x2} y2={y2} markerEnd="url(#arrow)" />
              <text className="net-note" x={(x1 + x2) / 2} y={(y1 + y2) / 2 - 5} textAnchor="middle">
                {[step.technique, step.when === undefined ? '' : simClock(step.when, false)]
                  .filter(Boolean)
                  .join(' ')}
              </text>
            </g>
          );
        })}
        {nodes.map(node => (
          <g key={node.name}>
            <rect
              className="route-node"
              x={x(node.column) + 1}
              y={y(node.row)}
              width={cell.box}
              height={cell.tall}
              rx={5}
            />
            <text
              className="net-host"
              x={x(node.column) + cell.box / 2}
              y={y(node.row) + 21}
              textAnchor="middle"
            >
              {visibleText(node.name).slice(0, 16)}
            </text>
          </g>
        ))}
      </svg>
    </section>
  );
}
