// What the first columns and the facets of every Zeek record say.

import type { Flow } from '../network/flows.ts';
import type { Places } from '../network/places.ts';
import type { Facets } from '../source.ts';
import { unixMicros } from '../syslog/clock.ts';
import { uidOf } from './uid.ts';

/** `ts uid id.orig_h id.orig_p id.resp_h id.resp_p`, tab-separated. */
export const endpoints = (seed: number, flow: Flow, at: number): string =>
  `${unixMicros(at)}\t${uidOf(seed, flow)}\t${flow.source}\t${flow.sourcePort}\t${flow.destination}\t${flow.destinationPort}`;

export const flowFacets = (places: Places, flow: Flow, object: string, code: string): Facets => ({
  host: (places.hostAt(flow.source) ?? places.hostAt(flow.destination))?.name ?? '',
  user: '',
  source: flow.source,
  destination: flow.destination,
  object,
  code,
});

/** Programs of others every Zeek table must pass. */
export const zeekReaders = ['lnav', 'parsezeeklogs'] as const;
