// The part of the settings the DNS process and its documentation are configured by.
import type { DnsSettings } from '#warn/protect/config.ts';
import type { Settings } from './settings.ts';

/** The settings the DNS process knows. */
export const dnsSettings = (settings: Settings): DnsSettings => ({
  data: settings.data,
  address: settings['dns.address'],
  resolverPort: settings['dns.resolverPort'],
  rpzPort: settings['dns.rpzPort'],
  upstreams: settings['dns.upstreams'],
  secondaries: settings['dns.secondaries'],
  tsigName: settings['dns.tsigName'],
  warningAddress: settings['dns.warningAddress'],
  warningPort: settings['dns.warningPort'],
  clients: settings['dns.clients'],
});
