// What the operational routes work with; made once by the server process.
import { type TSchema, Type } from 'typebox';
import { HinomiError } from '#model/errors.ts';
import { day, earliestTime, latestTime } from '#model/time.ts';
import type { Principal } from '../http/route.ts';

/** Schema of a page of a list. */
export const page = <S extends TSchema>(item: S) =>
  Type.Object({ items: Type.Array(item), next: Type.Optional(Type.String()) });

/** Query of a list that is read page by page. */
export const pageQuery = {
  after: Type.Optional(Type.String({ maxLength: 2000 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 })),
};

export const idParams = Type.Object({ id: Type.String({ minLength: 1, maxLength: 200 }) });

/** The list options that a page query asks for. */
export const paging = (query: { after?: string; limit?: number }) => ({
  limit: query.limit ?? 100,
  ...(query.after ? { after: query.after } : {}),
});

/** @throws HinomiError `RECORD_NOT_FOUND` when a record is missing. */
export function present<T>(record: T | undefined, what: string, id: string): T {
  if (record !== undefined) return record;
  throw new HinomiError('RECORD_NOT_FOUND', `there is no ${what} ${id}`, {
    remedy: 'It may have been removed; go back to the list.',
    status: 404,
  });
}

/** Name of a caller for histories and the audit log. */
export const actor = (principal: Principal): string => principal.account.name;

/** A time from a caller, Unix ms: within what events can have, or a day beyond. */
export const unixMs = (description: string) =>
  Type.Integer({ minimum: earliestTime - day, maximum: latestTime + day, description });
