// A page that broke while drawing: say so, offer to try again, keep the rest of the console alive.
import type { ErrorComponentProps } from '@tanstack/react-router';
import { Failure } from '../../parts/states.tsx';

export function PageFailure({ error, reset }: ErrorComponentProps) {
  return (
    <div className="centred">
      <Failure
        error={error}
        retry={() => {
          reset();
          location.reload();
        }}
      />
    </div>
  );
}
