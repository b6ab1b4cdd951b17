// Handle numbers of audited objects: small multiples of four that stay the same for the same opener and object.
import { hashKeys } from '../../world/random.ts';
import { hex } from '../windows/format.ts';

export const handle = (opener: string, object: string): string =>
  hex(0x100 + 4 * (hashKeys(opener, object) % 1500));
