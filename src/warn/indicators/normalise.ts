// What may be an indicator, and its one canonical form. Pure; everything else is refused with the reason.
import { domainToASCII } from 'node:url';
import { getPublicSuffix } from 'tldts';
import { HinomiError } from '#model/errors.ts';
import { formatIp, isIpv4, isSpecialIp, parseIp, parsePrefix, prefixContains } from '#model/ip.ts';
import type { IndicatorType } from '#model/record/indicator.ts';
import { maskPrefix } from './prefix.ts';
import { refang } from './refang.ts';

export interface IndicatorValue {
  type: IndicatorType;
  value: string;
}

const refuse = (why: string, remedy = ''): HinomiError =>
  new HinomiError('INDICATOR_VALUE', `not an indicator: ${why}`, {
    remedy,
    status: 400,
    place: { field: 'value' },
  });

const label = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;
/** Names that never come from the Internet's DNS, or that would break it; and the owners RPZ gives a meaning. */
const reservedTop = /^(?:local|localhost|onion|arpa|internal|lan|home|corp|alt|rpz-.*)$/;
/** Widest ranges one entry may cover. */
const widest = { v4: 16, v6: 32 };
/** Special ranges that stay allowed: they stand in documents and drills and in no real answer. */
const examples = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '198.18.0.0/15', '2001:db8::/32'].map(
  text => parsePrefix(text)!,
);

/**
 * A host name in A-label form, lower case, without final dot.
 * @throws HinomiError `INDICATOR_VALUE` for addresses, single labels, public suffixes, wildcards and bad labels.
 */
export function normaliseDomain(text: string): string {
  const bare = refang(text).replace(/\.$/, '').toLowerCase();
  if (bare.length === 0 || bare.length > 1_000) throw refuse('a name of 1-253 bytes is needed');
  if (bare.includes('*'))
    throw refuse('wildcards are not written', 'Give the name and say that it covers what lies below.');
  if (/[^\p{L}\p{M}\p{N}._·・-]/u.test(bare.replaceAll('\u200c', '').replaceAll('\u200d', '')))
    throw refuse('a character that no name has');
  if (parseIp(bare)) throw refuse('an address where a name is wanted');
  // The URL rules refuse nothing for `_`, which real malicious names have; digits-only tops would become addresses.
  const ascii = domainToASCII(bare);
  if (ascii === '' || parseIp(ascii)) throw refuse('not a valid (internationalised) name');
  const labels = ascii.split('.');
  if (labels.length < 2) throw refuse('a single label would cover a whole top-level domain');
  if (ascii.length > 253) throw refuse('longer than 253 bytes');
  const bad = labels.find(each => !label.test(each));
  if (bad !== undefined)
    throw refuse(`label of ${bad.length} bytes is empty, too long or begins or ends with a hyphen`);
  const top = labels.at(-1)!;
  if (/^\d+$/.test(top)) throw refuse('a top-level domain of digits');
  if (reservedTop.test(top)) throw refuse(`.${top} is not part of the Internet's names`);
  if (getPublicSuffix(ascii, { allowPrivateDomains: true }) === ascii)
    throw refuse('a public suffix: names of many owners lie below it', 'List the names below it instead.');
  return ascii;
}

function normaliseAddress(text: string): IndicatorValue {
  const bare = refang(text);
  const parsed = parsePrefix(bare);
  if (!parsed) throw refuse('neither address nor prefix');
  const prefix = maskPrefix(parsed);
  const v4 = isIpv4(prefix.bytes) && parsed.bits >= 96;
  const special = isSpecialIp(prefix.bytes) && !examples.some(each => prefixContains(each, prefix.bytes));
  if (special) throw refuse('private, local or otherwise not an address of the Internet');
  if (parsed.bits === 128) return { type: v4 ? 'ipv4' : 'ipv6', value: formatIp(prefix.bytes) };
  const length = v4 ? parsed.bits - 96 : parsed.bits;
  const limit = v4 ? widest.v4 : widest.v6;
  if (length < limit) throw refuse(`/${length} covers too much, the widest is /${limit}`);
  return { type: 'cidr', value: `${formatIp(prefix.bytes)}/${length}` };
}

function normaliseUrl(text: string): string {
  let url: URL;
  try {
    url = new URL(refang(text));
  } catch {
    throw refuse('not a URL');
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refuse('only http and https URLs');
  if (!url.hostname.startsWith('[') && !parseIp(url.hostname)) normaliseHost(url.hostname);
  url.hash = '';
  url.username = '';
  url.password = '';
  if (url.href.length > 2_048) throw refuse('URL longer than 2,048 bytes');
  return url.href;
}

/** The host of a URL may be a public suffix (a page on a shared host) but must still be a name. */
function normaliseHost(host: string): void {
  if (
    !host
      .replace(/\.$/, '')
      .split('.')
      .every(each => label.test(each))
  )
    throw refuse('the host of the URL is no name');
}

/** Guesses what a text is: URL, hash, address, prefix or else a name. */
export function indicatorTypeOf(text: string): IndicatorType {
  const bare = refang(text);
  if (/^https?:\/\//i.test(bare)) return 'url';
  if (/^[0-9a-f]{64}$/i.test(bare)) return 'sha256';
  if (/^[0-9a-f]{32}$/i.test(bare)) return 'md5';
  if (bare.includes('/') && parsePrefix(bare)) return 'cidr';
  const address = parseIp(bare);
  if (address) return isIpv4(address) ? 'ipv4' : 'ipv6';
  return 'domain';
}

/**
 * Canonical type and value. The type may become a narrower one: a prefix of full length is an address.
 * @throws HinomiError `INDICATOR_VALUE`.
 */
export function normaliseIndicator(
  text: string,
  type: IndicatorType = indicatorTypeOf(text),
): IndicatorValue {
  if (text.length > 4_096) throw refuse('longer than 4,096 characters');
  switch (type) {
    case 'domain':
    case 'nameserver':
      return { type, value: normaliseDomain(text) };
    case 'ipv4':
    case 'ipv6':
    case 'cidr': {
      const found = normaliseAddress(text);
      if (type !== 'cidr' && found.type !== type) throw refuse(`not an address of type ${type}`);
      return found;
    }
    case 'url':
      return { type, value: normaliseUrl(text) };
    case 'sha256':
    case 'md5': {
      const bare = refang(text).toLowerCase();
      if (!(type === 'md5' ? /^[0-9a-f]{32}$/ : /^[0-9a-f]{64}$/).test(bare))
        throw refuse(`not a ${type} hash`);
      return { type, value: bare };
    }
  }
}
