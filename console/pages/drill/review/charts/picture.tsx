// A picture as plain SVG, as wide as its place: a name for those who do not see it, drawn at its true size so that text
// keeps its size on a phone.
import { useElementSize } from '@mantine/hooks';
import type { ReactNode } from 'react';

export function Picture({
  label,
  height,
  className = '',
  children,
}: {
  /** What the picture shows, in a sentence with its figures. */
  label: string;
  height: number | ((width: number) => number);
  className?: string;
  children: (width: number, height: number) => ReactNode;
}) {
  const { ref, width } = useElementSize();
  const high = typeof height === 'number' ? height : height(width);
  return (
    <div ref={ref} className={`rv-picture ${className}`}>
      {width > 0 ? (
        <svg width={width} height={high} viewBox={`0 0 ${width} ${high}`} role="img" aria-label={label}>
          {children(width, high)}
        </svg>
      ) : null}
    </div>
  );
}
