// Character Generator over UDP (RFC 864): any datagram is answered with lines of the rotating ASCII ring.
import type { Answerer } from '../udp/bait.ts';

const ring = Array.from({ length: 95 }, (_, index) => String.fromCharCode(0x20 + index)).join('');
const lineLength = 72;

export interface ChargenSettings {
  /** Bytes of an answer; RFC 864 allows up to 512. */
  bytes: number;
}

/** The same answer for everybody: the request's bytes carry no meaning. */
export function chargenAnswerer({ bytes }: ChargenSettings): Answerer {
  let text = '';
  for (let line = 0; text.length < bytes; line++)
    text += `${(ring + ring).slice(line % 95, (line % 95) + lineLength)}\r\n`;
  const reply = Buffer.from(text.slice(0, bytes), 'latin1');
  return () => ({ query: 'chargen', reply });
}
