// Names of lines: made of what a line shows and nothing else, so that they tell no more than the line does.
import type { EvidenceRow } from '#store/evidence/port.ts';
import { hashKeys } from '../world/random.ts';

/** Id of a line; two lines share one only when source, time and text are the same. */
export function lineId({ at, source, text }: Pick<EvidenceRow, 'at' | 'source' | 'text'>): string {
  const half = (salt: string) => hashKeys(salt, source, text).toString(36).padStart(7, '0');
  return `${Math.round(at * 1000).toString(36)}-${half('line')}${half('id')}`;
}

/** Time of the line an id names; undefined when it is no id of ours. */
export function timeOfLine(id: string): number | undefined {
  const time = /^([0-9a-z]{1,11})-[0-9a-z]{14}$/.exec(id)?.[1];
  if (time === undefined) return undefined;
  const at = Number.parseInt(time, 36) / 1000;
  return at < 8e12 ? at : undefined;
}
