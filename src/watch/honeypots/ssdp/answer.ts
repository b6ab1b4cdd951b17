// SSDP discovery (UPnP Device Architecture 1.1 §1.3): one answer a request, however many targets match.
import type { Answerer } from '../udp/bait.ts';

export interface SsdpSettings {
  server: string;
  location: string;
}

const known = new Set([
  'ssdp:all',
  'upnp:rootdevice',
  'urn:schemas-upnp-org:device:internetgatewaydevice:1',
  'urn:schemas-upnp-org:service:wanipconnection:1',
]);

/** Answers M-SEARCH for what a home gateway offers. */
export function ssdpAnswerer({ server, location }: SsdpSettings): Answerer {
  return (request, now) => {
    const text = Buffer.from(request.buffer, request.byteOffset, Math.min(request.length, 2048)).toString(
      'latin1',
    );
    if (!/^M-SEARCH \* HTTP\/1\.[01]\r?\n/i.test(text))
      return { query: /^NOTIFY /i.test(text) ? 'NOTIFY' : 'malformed' };
    const target = /^ST:[ \t]*([^\r\n]{1,200}?)[ \t]*$/im.exec(text)?.[1] ?? '';
    const discover = /^MAN:[ \t]*"?ssdp:discover"?[ \t]*$/im.test(text);
    const query = `M-SEARCH ${target}`;
    if (!discover || !known.has(target.toLowerCase())) return { query };
    const type = target === 'ssdp:all' ? 'upnp:rootdevice' : target;
    const reply = [
      'HTTP/1.1 200 OK',
      'CACHE-CONTROL: max-age=120',
      `DATE: ${new Date(now).toUTCString()}`,
      'EXT:',
      `LOCATION: ${location}`,
      `SERVER: ${server}`,
      `ST: ${type}`,
      `USN: uuid:5f9ec1b3-ed59-79bb-4530-745e1c1a2b3c::${type}`,
      '',
      '',
    ].join('\r\n');
    return { query, reply: Buffer.from(reply, 'latin1') };
  };
}
