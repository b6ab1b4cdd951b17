// Decoded packets by column: what the capture reader hands to whoever analyses them. Reused batch after batch.

/** Bits of `PacketColumns.detail`. */
export const detail = {
  /** First fragment of a fragmented datagram. */
  firstFragment: 1,
  /** A later fragment: carries no ports of its own. */
  laterFragment: 2,
  /** Ports are known (for a later fragment: taken from its first fragment). */
  ports: 4,
  /** Header or payload cut by the capture length. */
  truncated: 8,
  /** An ICMP error that quotes the packet it answers. */
  quoted: 16,
  /** The only TCP option is the maximum segment size, with value 1460. */
  mssOnly: 32,
} as const;

/** Protocol numbers used all over (IANA). */
export const protocol = { icmp: 1, igmp: 2, tcp: 6, udp: 17, icmp6: 58 } as const;

/**
 * One batch. Row `r` of every array describes one packet. Addresses: IPv4 as a 32-bit number in `source` and
 * `destination`; IPv6 in full in `addresses` (16 + 16 bytes at `r * 32`) with a 32-bit digest in the number columns.
 */
export interface PacketColumns {
  readonly capacity: number;
  count: number;
  /** What `payload` points into; valid until the next batch is asked for. */
  data: Uint8Array;
  /** Added to `record` and `offset` of each row. */
  recordBase: number;
  offsetBase: number;
  /** Packet number in the capture (from 1) and byte offset of its record, less the bases. */
  readonly record: Uint32Array;
  readonly offset: Uint32Array;
  /** Unix milliseconds with a fraction. */
  readonly time: Float64Array;
  /** Bytes on the wire. */
  readonly length: Uint32Array;
  /** 4, 6, or 0 for packets that are not IP (then `sourcePort` holds the EtherType). */
  readonly family: Uint8Array;
  readonly source: Uint32Array;
  readonly destination: Uint32Array;
  readonly addresses: Uint8Array;
  readonly protocol: Uint8Array;
  readonly hops: Uint8Array;
  readonly ipId: Uint16Array;
  /** TCP and UDP ports; for ICMP type and code. */
  readonly sourcePort: Uint16Array;
  readonly destinationPort: Uint16Array;
  readonly flags: Uint8Array;
  readonly sequence: Uint32Array;
  readonly window: Uint16Array;
  readonly detail: Uint8Array;
  /** Where the transport payload begins in `data`, and how much of it was captured. */
  readonly payload: Uint32Array;
  readonly payloadLength: Uint32Array;
  /** The packet quoted by an ICMP error: protocol, addresses (IPv6: digests) and ports. */
  readonly quotedProtocol: Uint8Array;
  readonly quotedSource: Uint32Array;
  readonly quotedDestination: Uint32Array;
  readonly quotedSourcePort: Uint16Array;
  readonly quotedDestinationPort: Uint16Array;
}

/** Makes an empty batch of a fixed capacity. */
export const packetColumns = (capacity: number): PacketColumns => ({
  capacity,
  count: 0,
  data: new Uint8Array(0),
  recordBase: 0,
  offsetBase: 0,
  record: new Uint32Array(capacity),
  offset: new Uint32Array(capacity),
  time: new Float64Array(capacity),
  length: new Uint32Array(capacity),
  family: new Uint8Array(capacity),
  source: new Uint32Array(capacity),
  destination: new Uint32Array(capacity),
  addresses: new Uint8Array(capacity * 32),
  protocol: new Uint8Array(capacity),
  hops: new Uint8Array(capacity),
  ipId: new Uint16Array(capacity),
  sourcePort: new Uint16Array(capacity),
  destinationPort: new Uint16Array(capacity),
  flags: new Uint8Array(capacity),
  sequence: new Uint32Array(capacity),
  window: new Uint16Array(capacity),
  detail: new Uint8Array(capacity),
  payload: new Uint32Array(capacity),
  payloadLength: new Uint32Array(capacity),
  quotedProtocol: new Uint8Array(capacity),
  quotedSource: new Uint32Array(capacity),
  quotedDestination: new Uint32Array(capacity),
  quotedSourcePort: new Uint16Array(capacity),
  quotedDestinationPort: new Uint16Array(capacity),
});
