// A share with its 95 % interval on a line from nothing to all.
import type { Estimate } from '#model/drill/sitting.ts';
import { Picture } from './picture.tsx';
import { scale } from './scale.ts';

export function ShareBand({ share, label }: { share: Estimate; label: string }) {
  return (
    <Picture height={16} label={label}>
      {width => {
        const x = scale(0, 1, 6, width - 6);
        return (
          <>
            <line className="rv-lane" x1={6} x2={width - 6} y1={8} y2={8} />
            <rect
              className="rv-band after"
              x={x(share.low)}
              width={Math.max(2, x(share.high) - x(share.low))}
              y={3}
              height={10}
              rx={5}
            />
            <circle className="rv-point after" cx={x(share.value)} cy={8} r={4} />
          </>
        );
      }}
    </Picture>
  );
}
