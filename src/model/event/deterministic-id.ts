// Event ids that come out the same each time the same file is read, so that a re-run after a crash stores nothing twice.

/** Largest part number an id can carry. */
export const partLimit = 2 ** 14;

// FNV-1a with MurmurHash3's finaliser: two lanes with different seeds give 60 well-mixed bits.
function lane(text: string, seed: number): number {
  let hash = seed;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * Ids for the events of one input. The result maps (record number, part of the record) to a UUID version 8
 * (RFC 9562 §5.8): 60 bits of the input id's hash, 14 bits part, 48 bits record. Ids of one input never collide and
 * sort by record within a part. Input ids are the platform's own, so the hash need not resist an attacker.
 * @throws RangeError from the returned function when record or part do not fit.
 */
export function deterministicIds(inputId: string): (record: number, part?: number) => string {
  const high = lane(inputId, 0x811c9dc5).toString(16).padStart(8, '0');
  const low = lane(inputId, 0x6b43a9b5).toString(16).padStart(8, '0');
  const head = `${high}-${low.slice(0, 4)}-8${low.slice(4, 7)}-`;
  return (record, part = 0) => {
    if (!(record >= 0 && record < 2 ** 48))
      throw new RangeError(`event id: record ${record} is outside 48 bits`);
    if (!(part >= 0 && part < partLimit)) throw new RangeError(`event id: part ${part} is outside 14 bits`);
    return `${head}${(0x8000 | part).toString(16)}-${record.toString(16).padStart(12, '0')}`;
  };
}
