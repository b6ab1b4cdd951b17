// Exports for packet filters and intrusion detection: nftables sets and Suricata rules.
import { createHash } from 'node:crypto';
import type { ListEntry } from '../../indicators/list-entry.ts';
import { isAddress, isBlocking, type MakeFormat } from './format.ts';

/** A file for `nft -f`: fills two sets anew in one transaction; what a rule does with them is the operator's. */
export const nftables: MakeFormat = () => ({
  contentType: 'text/plain; charset=utf-8',
  extension: 'nft',
  head: () => `# Use: nft -f FILE, then rules of the same table may ask: ip daddr @blocked4 counter reject
add table inet hinomi
add set inet hinomi blocked4 { type ipv4_addr; flags interval; auto-merge; }
add set inet hinomi blocked6 { type ipv6_addr; flags interval; auto-merge; }
flush set inet hinomi blocked4
flush set inet hinomi blocked6
`,
  entry: entry =>
    isAddress(entry) && isBlocking(entry)
      ? `add element inet hinomi ${entry.value.includes(':') ? 'blocked6' : 'blocked4'} { ${entry.value} }\n`
      : '',
});

const firstSid = 3_000_000_000;
const sidRange = 1_000_000_000;

/** Bytes of a content match; all but letters, digits and a few plain marks as hexadecimal. */
export function content(text: string): string {
  let out = '';
  let hex = '';
  for (const byte of Buffer.from(text)) {
    const char = String.fromCharCode(byte);
    if (/[A-Za-z0-9._/-]/.test(char)) {
      if (hex) out += `|${hex.trim()}|`;
      hex = '';
      out += char;
    } else hex += `${byte.toString(16).padStart(2, '0')} `;
  }
  return hex ? `${out}|${hex.trim()}|` : out;
}

function body(entry: ListEntry): string | undefined {
  switch (entry.type) {
    case 'domain':
      return entry.subdomains
        ? `dns any any -> any any (%dns.query; dotprefix; content:".${content(entry.value)}"; nocase; endswith;`
        : `dns any any -> any any (%dns.query; content:"${content(entry.value)}"; nocase; bsize:${entry.value.length};`;
    case 'ipv4':
    case 'ipv6':
    case 'cidr':
      return `ip any any <> [${entry.value}] any (%threshold:type limit, track by_src, count 1, seconds 60;`;
    case 'url': {
      const url = new URL(entry.value);
      const path = `${url.pathname}${url.search}`;
      return `http any any -> any any (%flow:established,to_server; http.host; content:"${content(url.hostname)}"; bsize:${Buffer.byteLength(url.hostname)}; http.uri.raw; content:"${content(path)}"; bsize:${Buffer.byteLength(path)};`;
    }
    case 'nameserver':
    case 'sha256':
    case 'md5':
      return undefined;
  }
}

/**
 * Suricata ≥ 6 rules. The sid follows from type and value alone, from 3,000,000,000 up; should two entries fall on one
 * number, the later takes the next free. Name servers and hashes have no rule.
 */
export const suricata: MakeFormat = () => {
  const used = new Set<number>();
  return {
    contentType: 'text/plain; charset=utf-8',
    extension: 'rules',
    entry: entry => {
      const rule = isBlocking(entry) ? body(entry) : undefined;
      if (rule === undefined) return '';
      let sid =
        createHash('sha256').update(`${entry.type} ${entry.value}`).digest().readUInt32BE(0) % sidRange;
      while (used.has(sid)) sid = (sid + 1) % sidRange;
      used.add(sid);
      const label = (entry.labels[0] ?? 'listed').replace(/[^A-Za-z0-9 _-]/g, '_').slice(0, 40);
      const start = `alert ${rule.replace('%', `msg:"HINOMI ${entry.type} ${label}"; `)}`;
      return `${start} classtype:trojan-activity; metadata:hinomi ${entry.id}, confidence ${entry.confidence}; sid:${firstSid + sid}; rev:1;)\n`;
    },
  };
};
