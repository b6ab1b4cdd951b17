// Lines worked out from Squid's documentation of the native format (logformat squid).
import { expect, test } from 'vitest';
import { proxied } from '../testing/events.ts';
import { textOf } from '../testing/render.ts';
import { squid } from './source.ts';

const line = (change: Parameters<typeof proxied>[0]) => textOf(squid, proxied(change))[0];

test('the time is that of the end, the elapsed time stands in six columns', () => {
  expect(line({})).toBe(
    '1793578503.370    120 10.10.1.42 TCP_MISS/200 2048 GET http://www.news.example/a?b=1 yamada.t HIER_DIRECT/198.18.1.9 text/html',
  );
});

test('a tunnel shows host and port only', () => {
  expect(line({ scheme: 'https', port: 443, verdict: 'tunnel', duration: 61_234.4, path: '/secret' })).toBe(
    '1793578564.484  61234 10.10.1.42 TCP_TUNNEL/200 2048 CONNECT www.news.example:443 yamada.t HIER_DIRECT/198.18.1.9 -',
  );
});

test('what was refused, cached or unreachable asked nobody', () => {
  expect(line({ verdict: 'denied', status: 403 })).toContain(' TCP_DENIED/403 2048 GET http://');
  expect(line({ verdict: 'denied', status: 403, address: '' })).toContain(' HIER_NONE/- ');
  expect(line({ verdict: 'hit' })).toContain(' TCP_MEM_HIT/200 ');
  expect(line({ verdict: 'hit' })).toContain(' HIER_NONE/- ');
  expect(line({ verdict: 'aborted', status: 503, address: '', scheme: 'https', port: 443 })).toContain(
    ' TCP_TUNNEL/503 2048 CONNECT www.news.example:443 yamada.t HIER_NONE/- ',
  );
});

test('spaces, controls and other scripts are escaped, other ports are named', () => {
  expect(
    line({ path: '/日 a\nb', port: 8080, client: { ip: '10.1.1.1', port: 1, account: 'a b' } }),
  ).toContain(' GET http://www.news.example:8080/%E6%97%A5%20a%0Ab a%20b HIER');
});

test('requests that do not pass the proxy leave nothing', () => {
  expect(textOf(squid, proxied({ via: 'direct' }))).toEqual([]);
});
