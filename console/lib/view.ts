// The state of a view lives in the URL: every filter can be linked to, reloaded and walked back.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

export type SearchValues = Record<string, string>;

/** Reads a query string as plain text values; no JSON, so that links can be typed by hand. */
export const parseSearch = (text: string): SearchValues =>
  Object.fromEntries(new URLSearchParams(text.startsWith('?') ? text.slice(1) : text));

/** Writes plain text values as a query string; empty values are left out. */
export function stringifySearch(values: Record<string, unknown>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values))
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  const text = search.toString();
  return text && `?${text}`;
}

/**
 * The named values of the current view with their defaults, and a setter. Setting a value to its default removes it
 * from the URL. `replace` keeps the history free of keystrokes.
 */
export function useView<T extends SearchValues>(
  defaults: T,
): [T, (patch: Partial<Record<keyof T, string>>, replace?: boolean) => void] {
  const search = useSearch({ strict: false }) as SearchValues;
  const navigate = useNavigate();
  const view = Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => [name, search[name] ?? value]),
  ) as unknown as T;
  const set = useCallback(
    (patch: Partial<Record<keyof T, string>>, replace = false) => {
      void navigate({
        to: '.',
        replace,
        resetScroll: false,
        search: (previous: SearchValues) => {
          const next: SearchValues = { ...previous };
          for (const [name, value] of Object.entries(patch) as [string, string | undefined][])
            if (value === undefined || value === defaults[name]) delete next[name];
            else next[name] = value;
          return next;
        },
      } as never);
    },
    // Defaults are constants of the page that calls.
    [navigate, defaults],
  );
  return [view, set];
}
