// The DNS process as a child of the benchmark: `node dns-process.ts CONFIG.json`.
import { readFileSync } from 'node:fs';
import { systemRandom } from '#model/ids.ts';
import { systemClock } from '#model/time.ts';
import type { DnsConfig } from '#warn/protect/config.ts';
import { runDns } from '#warn/protect/main.ts';

const config = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as DnsConfig;
const dns = await runDns(config, {
  clock: systemClock,
  random: systemRandom,
  warn: error => console.error(error),
});
await dns.ready;
console.log('ready');
process.on('SIGTERM', () => void dns.close().then(() => process.exit(0)));
