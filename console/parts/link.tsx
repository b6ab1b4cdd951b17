// A link inside the console.
import { Link } from '@tanstack/react-router';
import type { ComponentProps, ReactNode } from 'react';
import type { SearchValues } from '../lib/view.ts';

export interface ToProps extends Omit<ComponentProps<'a'>, 'href' | 'children' | 'ref'> {
  to: string;
  search?: SearchValues;
  children: ReactNode;
}

/** Links to a page of the console; `search` is its view state. */
export function To({ to, search, children, className = 'link', ...rest }: ToProps) {
  return (
    <Link to={to} search={(search ?? {}) as never} className={className} {...(rest as object)}>
      {children}
    </Link>
  );
}
