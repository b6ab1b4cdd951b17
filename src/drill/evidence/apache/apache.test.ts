// Apache's lines, after the documentation of mod_log_config and of ErrorLogFormat.
import { expect, test } from 'vitest';
import { visited } from '../testing/events.ts';
import { textOf } from '../testing/render.ts';
import { machines } from '../testing/small-world.ts';
import { apacheAccess, apacheIntranet } from './access.ts';
import { apacheError } from './error.ts';

test('the public site writes combined lines', () => {
  expect(textOf(apacheAccess, visited({ bytes: 0, referer: 'https://x.example/' }))).toEqual([
    '198.18.7.7 - - [02/Nov/2026:09:15:03 +0900] "GET /a?b=1 HTTP/1.1" 200 - "https://x.example/" "Mozilla/5.0"',
  ]);
  expect(textOf(apacheIntranet, visited())).toEqual([]);
});

test('servers inside name their virtual host and the account', () => {
  const inside = visited({
    host: machines.intranet,
    domain: 'portal.ad.city.example',
    port: 443,
    client: { ip: '10.10.1.42', port: 5, account: 'yamada.t' },
  });
  expect(textOf(apacheIntranet, inside)).toEqual([
    'portal.ad.city.example:443 10.10.1.42 - yamada.t [02/Nov/2026:09:15:03 +0900] "GET /a?b=1 HTTP/1.1" 200 2048 "-" "Mozilla/5.0"',
  ]);
});

test('quotes, backslashes, controls and bytes beyond ASCII are escaped', () => {
  const [line] = textOf(apacheAccess, visited({ agent: 'a"b\\c\nd\x01é', path: '/x y' }));
  expect(line).toContain('"GET /x%20y HTTP/1.1"');
  expect(line).toContain('"a\\"b\\\\c\\nd\\x01\\xc3\\xa9"');
});

test('a refusal is explained in the error log', () => {
  expect(textOf(apacheError, visited({ status: 403 }))).toEqual([
    expect.stringMatching(
      /^\[Mon Nov 02 09:15:03\.346000 2026\] \[authz_core:error\] \[pid \d+:tid 139\d{12}\] \[client 198\.18\.7\.7:40001\] AH01630: client denied by server configuration: \/var\/www\/html\/a$/,
    ),
  ]);
  expect(textOf(apacheError, visited({ status: 404 }))).toEqual([]);
  expect(textOf(apacheError, visited())).toEqual([]);
});
