// Zeek kerberos.log: ticket requests to the domain controllers.
import type { Ticket } from '../../world/event.ts';
import { flowsOf } from '../network/flows.ts';
import { placesOf } from '../network/places.ts';
import { seen } from '../network/sensor.ts';
import { defineSource } from '../source.ts';
import { unixMicros } from '../syslog/clock.ts';
import { endpoints, flowFacets, zeekReaders } from '../zeek/endpoints.ts';
import { type Column, connectionColumns, header, text } from '../zeek/table.ts';

const columns: readonly Column[] = [
  ...connectionColumns,
  ['request_type', 'string'],
  ['client', 'string'],
  ['service', 'string'],
  ['success', 'bool'],
  ['error_msg', 'string'],
  ['from', 'time'],
  ['till', 'time'],
  ['cipher', 'string'],
  ['forwardable', 'bool'],
  ['renewable', 'bool'],
  ['client_cert_subject', 'string'],
  ['client_cert_fuid', 'string'],
  ['server_cert_subject', 'string'],
  ['server_cert_fuid', 'string'],
];

/** Error names of RFC 4120 §7.5.9, as Zeek prints them. */
const errors: Record<number, string> = {
  6: 'KDC_ERR_C_PRINCIPAL_UNKNOWN',
  7: 'KDC_ERR_S_PRINCIPAL_UNKNOWN',
  12: 'KDC_ERR_POLICY',
  14: 'KDC_ERR_ETYPE_NOSUPP',
  18: 'KDC_ERR_CLIENT_REVOKED',
  23: 'KDC_ERR_KEY_EXPIRED',
  24: 'KDC_ERR_PREAUTH_FAILED',
  32: 'KRB_AP_ERR_TKT_EXPIRED',
  37: 'KRB_AP_ERR_SKEW',
};
const ciphers: Record<number, string> = {
  1: 'des-cbc-crc',
  3: 'des-cbc-md5',
  17: 'aes128-cts-hmac-sha1-96',
  18: 'aes256-cts-hmac-sha1-96',
  23: 'rc4-hmac',
};

const flag = (options: number, bit: number): string => ((options >>> bit) & 1 ? 'T' : 'F');

/** Principal as Zeek joins it; a service without an instance is a machine's. */
const serviceOf = (event: Ticket, realm: string): string =>
  event.service.toLowerCase() === 'krbtgt' ? `krbtgt/${realm}` : event.service;

export const zeekKerberos = defineSource({
  id: 'zeek-kerberos',
  title: { en: 'Kerberos on the wire (Zeek kerberos)', ja: '通信上のKerberos (Zeek kerberos)' },
  summary: {
    en: 'Ticket requests to domain controllers across the server uplink. Look for rc4-hmac where all else is AES, many services asked for by one client, errors by the dozen.',
    ja: 'サーバー側の上流を通ったドメインコントローラーへのチケット要求。他がAESなのにrc4-hmac、1台から多数のサービス要求、大量のエラーを探す。',
  },
  file: 'zeek/kerberos.log',
  format: 'tsv',
  header: header('kerberos', columns),
  readers: zeekReaders,
  reference: 'Zeek 6.0, base/protocols/krb',
  on: {
    ticket(event, emit, { world }) {
      const flow = flowsOf(event, world)[0];
      if (!flow || !seen(flow)) return;
      const realm = world.organisation.adDomain.toUpperCase();
      const ok = event.status === 0;
      const authentication = event.what === 'tgt' || event.what === 'preauth-failed';
      const account = event.account.split('@', 1)[0]!;
      const error = ok ? '-' : (errors[event.status] ?? `KDC_ERR_${event.status}`);
      const till = unixMicros(event.at + 36_000_000);
      const at = event.at + 0.4;
      emit(
        at,
        `${endpoints(world.seed, flow, at)}\t${authentication ? 'AS' : 'TGS'}\t${text(`${account}/${realm}`)}\t${text(serviceOf(event, realm))}\t${ok ? 'T' : 'F'}\t${error}\t-\t${till}\t${ok ? (ciphers[event.encryption] ?? '-') : '-'}\t${flag(event.options, 30)}\t${flag(event.options, 23)}\t-\t-\t-\t-`,
        {
          ...flowFacets(placesOf(world), flow, event.service, ok ? 'success' : error),
          user: account.toLowerCase(),
        },
      );
    },
  },
});
