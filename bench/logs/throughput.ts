// Log reading on one thread: bytes → lines → events in blocks, nothing stored; against the target.
import { readLog } from '#watch/logs/ingest.ts';
import type { Bench, BenchRow } from '../main.ts';

const pad = (value: number, size: number) => String(value).padStart(size, '0');
const time = (index: number) =>
  `2024-05-01T${pad((index >> 12) % 24, 2)}:${pad((index >> 6) % 60, 2)}:${pad(index % 60, 2)}.${pad(index % 1_000_000, 6)}+0000`;
const address = (index: number) => `198.51.${(index >> 8) & 255}.${index & 255}`;

const eve = [
  (n: number) =>
    `{"timestamp":"${time(n)}","flow_id":${1e12 + n},"in_iface":"eth0","event_type":"flow","src_ip":"${address(n)}","src_port":${1024 + (n % 60_000)},"dest_ip":"192.0.2.2","dest_port":443,"proto":"TCP","app_proto":"tls","flow":{"pkts_toserver":4,"pkts_toclient":3,"bytes_toserver":600,"bytes_toclient":700,"start":"${time(n)}","end":"${time(n)}","age":9,"state":"closed","reason":"timeout","alerted":false},"tcp":{"tcp_flags":"1b","syn":true,"fin":true,"psh":true,"ack":true,"state":"closed"}}`,
  (n: number) =>
    `{"timestamp":"${time(n)}","flow_id":${1e12 + n},"in_iface":"eth0","event_type":"dns","src_ip":"${address(n)}","src_port":5353,"dest_ip":"192.0.2.53","dest_port":53,"proto":"UDP","dns":{"version":2,"type":"query","id":${n & 65_535},"rrname":"h${n}.example","rrtype":"A","tx_id":0}}`,
  (n: number) =>
    `{"timestamp":"${time(n)}","flow_id":${1e12 + n},"in_iface":"eth0","event_type":"alert","src_ip":"${address(n)}","src_port":4242,"dest_ip":"192.0.2.2","dest_port":80,"proto":"TCP","tx_id":0,"alert":{"action":"allowed","gid":1,"signature_id":${2_000_000 + (n % 500)},"rev":1,"signature":"Example ${n % 500}","category":"Web Application Attack","severity":1},"http":{"hostname":"www.example","url":"/i?x=${n}","http_user_agent":"Mozilla/5.0","http_method":"GET","protocol":"HTTP/1.1","status":200,"length":512},"app_proto":"http"}`,
];
const zeekHead = [
  '#separator \\x09',
  '#set_separator\t,',
  '#empty_field\t(empty)',
  '#unset_field\t-',
  '#path\tconn',
  '#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tresp_bytes\tconn_state\tlocal_orig\tlocal_resp\tmissed_bytes\thistory\torig_pkts\torig_ip_bytes\tresp_pkts\tresp_ip_bytes\ttunnel_parents',
];
const zeekRow = (n: number) =>
  `${1_714_521_600 + (n >> 6)}.${pad(n % 1_000_000, 6)}\tC${n.toString(36)}\t${address(n)}\t${1024 + (n % 60_000)}\t192.0.2.2\t443\ttcp\tssl\t0.001578\t39\t55\tSF\t-\t-\t0\tShADad\t4\t267\t3\t383\t-`;
const zeekJson = (n: number) =>
  `{"_path":"conn","ts":${1_714_521_600 + (n >> 6)}.${pad(n % 1_000_000, 6)},"uid":"C${n.toString(36)}","id.orig_h":"${address(n)}","id.orig_p":${1024 + (n % 60_000)},"id.resp_h":"192.0.2.2","id.resp_p":443,"proto":"tcp","service":"ssl","duration":0.001578,"orig_bytes":39,"resp_bytes":55,"conn_state":"SF","missed_bytes":0,"history":"ShADad","orig_pkts":4,"orig_ip_bytes":267,"resp_pkts":3,"resp_ip_bytes":383}`;

async function* bytes(count: number, head: string[], row: (n: number) => string): AsyncGenerator<Buffer> {
  // Made before the clock starts: this must not be measured.
  const size = 1_000;
  const blocks = Array.from({ length: 50 }, (_, block) =>
    Buffer.from(`${Array.from({ length: size }, (_, n) => row(block * size + n)).join('\n')}\n`),
  );
  yield Buffer.from(`${head.map(line => `${line}\n`).join('')}`);
  for (let sent = 0; sent < count; sent += size) yield blocks[(sent / size) % blocks.length]!;
}

/** Lines per second the issue asks for, single thread. */
const target = 100_000;
const count = 600_000;

async function read(head: string[], row: (n: number) => string, lines: number): Promise<number> {
  const chunks = bytes(lines, head, row);
  // The first chunk comes when all is made.
  const first = await chunks.next();
  async function* all() {
    if (!first.done) yield first.value;
    yield* chunks;
  }
  const start = performance.now();
  const { events } = await readLog({
    source: { chunks: all(), consumed: () => 0 },
    name: 'conn.log',
    inputId: 'bench',
    format: 'auto',
    clock: () => 0,
    onEvents: async () => {},
  });
  if (events !== lines) throw new Error(`${events} events of ${lines} lines`);
  return lines / ((performance.now() - start) / 1e3);
}

const cases: readonly [name: string, head: string[], row: (n: number) => string][] = [
  ['Suricata EVE', [], n => eve[n % eve.length]!(n)],
  ['Zeek TSV conn', zeekHead, zeekRow],
  ['Zeek JSON conn', [], zeekJson],
];

export const logThroughput: Bench = {
  name: 'logs',
  async *run(): AsyncGenerator<BenchRow> {
    for (const [name, head, row] of cases) {
      await read(head, row, 50_000);
      const rate = await read(head, row, count);
      yield {
        name: `${name} → events`,
        value: Math.round(rate),
        unit: 'lines/s',
        baseline: `target of ${target} lines/s on one thread`,
        ratio: rate / target,
      };
    }
  },
};
