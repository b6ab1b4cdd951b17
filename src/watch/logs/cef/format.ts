// ArcSight CEF, alone or inside syslog: firewalls, IPS, mail gateways, endpoint products.
import { LabelBag } from '../core/labels.ts';
import { shareOf } from '../core/sniff.ts';
import { parseBsd, parseEpoch, parseIso } from '../core/time.ts';
import { bounded } from '../core/values.ts';
import { bad, type Draft, header, type LineParser, type LogFormat, type ParserContext } from '../format.ts';
import { syslogLabels } from '../syslog/format.ts';
import { parseSyslog } from '../syslog/header.ts';
import { type CefLine, parseCef } from './parse.ts';
import { fields } from './table.ts';

const words: Readonly<Record<string, number>> = {
  unknown: 0,
  low: 25,
  medium: 50,
  high: 80,
  'very-high': 100,
};

/** CEF severity: 0 – 10 or a word, on the dictionary's scale of 0 – 100. */
function severityOf(text: string): number | undefined {
  if (/^(\d|10)$/.test(text)) return Number(text) * 10;
  const word = text.toLowerCase();
  return Object.hasOwn(words, word) ? words[word] : undefined;
}

function timeOf(text: string, reference: number, zoneMinutes: number): number | undefined {
  if (/^\d+$/.test(text)) return parseEpoch(text);
  const zone = / (UTC|GMT|Z)$/i.exec(text);
  const bare = zone ? text.slice(0, zone.index) : text;
  return parseBsd(bare, reference, zone ? 0 : zoneMinutes) ?? parseIso(bare, zoneMinutes);
}

export function createParser({ clock, zoneMinutes = 0 }: ParserContext): LineParser {
  return {
    line(text) {
      if (text.trim() === '') return header;
      const line = parseCef(text);
      if (typeof line === 'string') return bad(line);
      return [toDraft(line, clock(), zoneMinutes)];
    },
  };
}

function toDraft(line: CefLine, reference: number, zoneMinutes: number): Draft {
  const given = new Map(line.extension);
  const labels = new LabelBag();
  const outer = line.before === '' ? undefined : parseSyslog(`${line.before} -`, reference, zoneMinutes);
  const wrapper = typeof outer === 'object' ? outer : undefined;
  const stamp = ['rt', 'start', 'deviceReceiptTime', 'end'].find(
    key => timeOf(given.get(key) ?? '', reference, zoneMinutes) !== undefined,
  );
  const own = stamp === undefined ? undefined : timeOf(given.get(stamp)!, reference, zoneMinutes);
  const draft: Draft = {
    '@timestamp': own ?? wrapper?.time ?? reference,
    'event.module': 'cef',
    'event.dataset': `cef.${bounded(line.product.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'), 64) || 'event'}`,
    'event.category': 'host',
    'event.action': 'log',
    'observer.type': 'log',
    'rule.id': bounded(line.signature, 256),
    'rule.name': bounded(line.name, 256),
    message: bounded(line.name, 4096),
  };
  const severity = severityOf(line.severity);
  if (severity !== undefined) draft['event.severity'] = severity;
  for (const [key, value] of line.extension) {
    if (value === '' || key === stamp) continue;
    // `cs1=… cs1Label=Policy`: the label names what the numbered field holds.
    const base = /^(c[nsf]\d|c6a\d|deviceCustomDate\d|flexString\d|flexNumber\d)(Label)?$/.exec(key);
    if (base?.[2] !== undefined && given.has(base[1]!)) continue;
    const name = base ? (given.get(`${base[1]}Label`) ?? key) : key;
    const put = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (!put?.(draft, value)) labels.add(name, value);
  }
  if (draft['source.ip'] !== undefined && draft['destination.ip'] !== undefined)
    draft['event.category'] = 'network';
  labels.add('device.vendor', line.vendor);
  labels.add('device.product', line.product);
  labels.add('device.version', line.productVersion);
  if (wrapper) syslogLabels({ ...wrapper, assumed: own === undefined ? wrapper.assumed : '' }, labels);
  else if (line.before !== '') labels.add('before', line.before);
  if (own === undefined && !wrapper) labels.add('hinomi.time', 'none in the record, time of reading');
  labels.finish(draft);
  return draft;
}

export const cef: LogFormat = {
  id: 'cef',
  aliases: ['arcsight'],
  title: { en: 'CEF', ja: 'CEF' },
  summary: {
    en: 'ArcSight Common Event Format, alone or inside syslog, as many firewalls and gateways send it.',
    ja: 'ArcSight 共通イベント形式（CEF）。単独または syslog 内。多くの機器が出力。',
  },
  fileNames: [/\.cef(\.gz|\.zst)?$/i],
  sniff: head => shareOf(head, line => typeof parseCef(line) !== 'string') * 0.94,
  createParser,
  emits: { actions: ['log'], rsit: [], techniques: [] },
  personalData: ['source.ip', 'destination.ip', 'user.name', 'url.full', 'message', 'labels'],
  references: [
    'https://www.microfocus.com/documentation/arcsight/arcsight-smartconnectors/pdfdoc/cef-implementation-standard/cef-implementation-standard.pdf',
  ],
  examples: [
    'CEF:0|Example|Firewall|1.0|100|Blocked \\| denied|7|rt=1714557600123 src=192.0.2.1 spt=4242 dst=198.51.100.2 dpt=22 proto=TCP act=blocked cs1=outside in cs1Label=Policy msg=a\\=b and more',
  ],
};
