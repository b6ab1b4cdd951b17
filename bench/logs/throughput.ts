// Log reading on one thread: bytes → lines → events in blocks, nothing stored. Prints lines/s by wall clock and by CPU time.
import { deterministicIds } from '#model/event/deterministic-id.ts';
import { readLog } from '#watch/logs/ingest.ts';

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

async function measure(name: string, head: string[], row: (n: number) => string): Promise<void> {
  const run = async (count: number) => {
    const chunks = bytes(count, [], row);
    await chunks.next();
    async function* withHead() {
      if (head.length > 0) yield Buffer.from(head.map(line => `${line}\n`).join(''));
      yield* chunks;
    }
    const cpu = process.cpuUsage();
    const start = performance.now();
    const result = await readLog({
      source: { chunks: withHead(), consumed: () => 0 },
      name: 'conn.log',
      inputId: 'bench',
      format: 'auto',
      clock: () => 0,
      onEvents: async () => {},
    });
    if (result.events !== count) throw new Error(`${name}: ${result.events} events of ${count}`);
    const { user, system } = process.cpuUsage(cpu);
    return { wall: (performance.now() - start) / 1e3, cpu: (user + system) / 1e6 };
  };
  await run(50_000);
  const count = 600_000;
  const { wall, cpu } = await run(count);
  console.log(`${name}: ${Math.round(count / wall)} lines/s (${Math.round(count / cpu)} per CPU second)`);
}

await measure('Suricata EVE', [], n => eve[n % eve.length]!(n));
await measure('Zeek TSV conn', zeekHead, zeekRow);
await measure('Zeek JSON conn', [], zeekJson);
const ids = deterministicIds('bench');
const start = performance.now();
for (let n = 0; n < 1_000_000; n++) ids(n);
console.log(`event ids: ${Math.round(1e9 / (performance.now() - start))} per second`);
