// Which rows masks take away: for the few that are looked at outside the store.
import type { EvidenceMask, EvidenceRow } from '#store/evidence/port.ts';

/** Whether any of some masks takes a row away. */
export function maskTest(masks: readonly EvidenceMask[]): (row: EvidenceRow) => boolean {
  return row => masks.some(mask => isMasked(mask, row));
}

const isMasked = (mask: EvidenceMask, row: EvidenceRow): boolean =>
  row.at >= mask.from &&
  row.at < mask.to &&
  (mask.host === undefined || row.host === mask.host) &&
  (mask.user === undefined || row.user === mask.user) &&
  (mask.address === undefined ||
    row.sourceAddress === mask.address ||
    row.destinationAddress === mask.address) &&
  (mask.object === undefined || row.object === mask.object) &&
  (mask.sources === undefined || mask.sources.includes(row.source));
