// What is known of an address without asking anybody.
import type { IpBytes } from '#model/ip.ts';

/** Country ('' when unknown) and autonomous system (0 when unknown) of an address, with its 16 bytes. */
export interface IpFacts {
  bytes: IpBytes;
  /** ISO 3166-1 alpha-2. */
  country: string;
  as: number;
}

/** Facts of an address text, or undefined when it is no address. */
export type LookUp = (ip: string) => IpFacts | undefined;
