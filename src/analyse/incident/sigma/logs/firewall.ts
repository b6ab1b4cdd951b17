// Traffic log of a FortiGate firewall: name="value" pairs.
import { event, type Fields, type LineReader, maxLine } from './reader.ts';

const pair = /([A-Za-z_]\w*)=(?:"([^"]*)"|(\S*))/g;
const taxonomy = { srcip: 'src_ip', dstip: 'dst_ip', srcport: 'src_port', dstport: 'dst_port' } as const;

/** Category firewall. Sessions that were let through have many actions there (close, timeout…): `blocked` says which were not. */
export const fortigate = (): LineReader => (line, known) => {
  const fields: Fields = new Map();
  for (const [, name, quoted, bare] of line.slice(0, maxLine).matchAll(pair))
    if (fields.size < 200) fields.set(name!, quoted ?? bare!);
  if (fields.get('type') !== 'traffic') return [];
  for (const [own, standard] of Object.entries(taxonomy)) {
    const value = fields.get(own);
    if (value !== undefined) fields.set(standard, value);
  }
  fields.set('blocked', String(fields.get('action') === 'deny'));
  const nanoseconds = Number(fields.get('eventtime'));
  return [
    event('firewall', 'fortigate', line, fields, {
      computer: known?.host || String(fields.get('devname') ?? ''),
      at: known?.at ?? (Number.isFinite(nanoseconds) ? nanoseconds / 1e6 : undefined),
    }),
  ];
};
