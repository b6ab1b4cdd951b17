// Zeek ssl.log: TLS handshakes, of which only the outside can be read.

import type { Connection, WebRequest } from '../../world/event.ts';
import { hashKeys } from '../../world/random.ts';
import { flowsOf } from '../network/flows.ts';
import { placesOf } from '../network/places.ts';
import { seen } from '../network/sensor.ts';
import { fingerprint, offer, serverName, siteOf } from '../network/tls.ts';
import { defineSource, type Emit, type ProjectionContext } from '../source.ts';
import { endpoints, flowFacets, zeekReaders } from '../zeek/endpoints.ts';
import { type Column, connectionColumns, header, optional } from '../zeek/table.ts';

const columns: readonly Column[] = [
  ...connectionColumns,
  ['version', 'string'],
  ['cipher', 'string'],
  ['curve', 'string'],
  ['server_name', 'string'],
  ['resumed', 'bool'],
  ['last_alert', 'string'],
  ['next_protocol', 'string'],
  ['established', 'bool'],
  ['ssl_history', 'string'],
  ['cert_chain_fps', 'vector[string]'],
  ['client_cert_chain_fps', 'vector[string]'],
  ['sni_matches_cert', 'bool'],
];

interface Suite {
  version: string;
  cipher: string;
  curve: string;
  history: string;
}
/** TLS 1.3 hides its certificates; of TLS 1.2 their fingerprints are seen. */
const modern: Suite = {
  version: 'TLSv13',
  cipher: 'TLS_AES_256_GCM_SHA384',
  curve: 'x25519',
  history: 'CsiI',
};
const suites: readonly Suite[] = [
  modern,
  modern,
  { ...modern, cipher: 'TLS_AES_128_GCM_SHA256' },
  {
    version: 'TLSv12',
    cipher: 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
    curve: 'secp256r1',
    history: 'CsxknGIi',
  },
];

/** Fingerprints of a site's certificates, made once a name. */
const chains = new Map<string, string>();
function chainOf(name: string): string {
  let chain = chains.get(name);
  if (chain === undefined) {
    chain = `${fingerprint(8, name, 'leaf')},${fingerprint(8, `issuer ${hashKeys(name) % 12}`, 'ca')}`;
    if (chains.size > 10_000) chains.clear();
    chains.set(name, chain);
  }
  return chain;
}

function write(event: WebRequest | Connection, emit: Emit, { world }: ProjectionContext): void {
  for (const flow of flowsOf(event, world)) {
    if (!seen(flow) || flow.service !== 'ssl' || flow.result === 'no-answer' || flow.result === 'refused')
      continue;
    if (flow.result === 'denied') continue;
    const suite = suites[offer(flow)]!;
    const old = suite.version === 'TLSv12';
    const sent = serverName(flow);
    const name = optional(sent);
    const established = flow.result === 'ok' && flow.received > 0;
    const at = flow.at + 1.1;
    emit(
      at,
      `${endpoints(world.seed, flow, at)}\t${suite.version}\t${suite.cipher}\t${suite.curve}\t${name}\tF\t-\t${old ? 'http/1.1' : 'h2'}\t${established ? 'T' : 'F'}\t${suite.history}\t${old ? chainOf(siteOf(flow)) : '-'}\t-\t${old && sent !== '' ? 'T' : '-'}`,
      flowFacets(placesOf(world), flow, flow.name, suite.version),
    );
  }
}

export const zeekSsl = defineSource({
  id: 'zeek-ssl',
  title: { en: 'TLS on the wire (Zeek ssl)', ja: '通信上のTLS (Zeek ssl)' },
  summary: {
    en: 'TLS sessions past the sensor: server name, version, cipher, and with TLS 1.2 fingerprints of the certificates. For requests through the proxy this is the leg from proxy to site. Look for sessions without a server name and names that are new.',
    ja: 'センサーを通ったTLS。サーバー名、版、暗号、TLS 1.2では証明書の指紋も残る。プロキシ経由の要求ではプロキシからサイトまでの区間。サーバー名のない通信や初見の名前を探す。',
  },
  file: 'zeek/ssl.log',
  format: 'tsv',
  header: header('ssl', columns),
  readers: zeekReaders,
  reference: 'Zeek 6.0, base/protocols/ssl',
  on: { web: write, connection: write },
});
