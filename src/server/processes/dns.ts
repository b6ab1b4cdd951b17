// Program: the DNS process. Policy zones, filtering resolver and warning page; answers also while the server is away.
import { readFileSync } from 'node:fs';
import { systemRandom } from '#model/ids.ts';
import { systemClock } from '#model/time.ts';
import { dnsConfig } from '#warn/protect/config.ts';
import { runDns } from '#warn/protect/main.ts';
import { dnsSettings } from '../config/dns-settings.ts';
import { loadSettings } from '../config/load.ts';
import { runChild } from '../supervise/child-main.ts';

const resolvConf = (): string => {
  try {
    return readFileSync('/etc/resolv.conf', 'utf8');
  } catch {
    return '';
  }
};

await runChild(async () => {
  const config = dnsConfig(dnsSettings(loadSettings(process.env)), systemRandom, resolvConf());
  const dns = await runDns(config, {
    clock: systemClock,
    random: systemRandom,
    warn: error => console.error(error),
  });
  return () => dns.close();
});
