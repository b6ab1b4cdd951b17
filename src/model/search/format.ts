// A tree → the search line it came from, in one canonical spelling: for links, filters added by a click, saved searches.
import { formatIp, isIpv4 } from '../ip.ts';
import type { Match, SearchNode } from './ast.ts';
import { readBare } from './value.ts';

/** The search line of a tree; parsing it gives the same tree (but for positions). */
export function formatSearch(node: SearchNode<string>): string {
  switch (node.kind) {
    case 'all':
      return '';
    case 'and':
      return node.parts
        .map(part =>
          part.kind === 'or' || part.kind === 'and' ? `(${formatSearch(part)})` : formatSearch(part),
        )
        .join(' ');
    case 'or':
      return node.parts
        .map(part => (part.kind === 'or' ? `(${formatSearch(part)})` : formatSearch(part)))
        .join(' OR ');
    case 'not': {
      const inner = formatSearch(node.part);
      return node.part.kind === 'and' || node.part.kind === 'or' ? `NOT (${inner})` : `NOT ${inner}`;
    }
    case 'field':
      return `${node.field}:${formatMatch(node.field, node.match)}`;
    case 'label':
      return `labels.${node.label}:${formatMatch('labels', node.match)}`;
    case 'text':
      return readBare(node.text, node.span, 'id') ? inQuotes(node.text) : quote(node.text);
    case 'address':
      return formatMatch('source.ip', node.match);
  }
}

/** Adds a condition to a search line, or excludes it: what a click on a value does. */
export const withCondition = (line: string, field: string, value: string, exclude = false): string =>
  `${line.trim()} ${exclude ? '-' : ''}${field}:${quote(value)}`.trim();

const plain = /^[^\s\u3000()"*:<>-][^\s\u3000()"*]*$/;

const quote = (text: string): string =>
  plain.test(text) && !/[:<>]/.test(text) && !/^(AND|OR|NOT)$/.test(text) ? text : inQuotes(text);

const inQuotes = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

function formatMatch(field: string, match: Match): string {
  const time = field === '@timestamp' || field === 'event.ingested' || field === 'event.end';
  const number = (value: number) => (time ? new Date(value).toISOString() : String(value));
  switch (match.kind) {
    case 'equals':
      return quote(match.text);
    case 'pattern':
      return match.parts.join('*');
    case 'number':
      return number(match.value);
    case 'compare':
      return `${match.operator}${number(match.value)}`;
    case 'range':
      return `${number(match.from)}..${number(match.to)}`;
    case 'address':
      return formatIp(match.bytes);
    case 'prefix':
      // An IPv4 prefix shorter than the mapped range was written in IPv6 form.
      return isIpv4(match.prefix.bytes) && match.prefix.bits >= 96
        ? `${formatIp(match.prefix.bytes)}/${match.prefix.bits - 96}`
        : `${sixText(match.prefix.bytes)}/${match.prefix.bits}`;
    case 'present':
      return '*';
  }
}

const sixText = (bytes: Uint8Array): string => {
  const text = formatIp(bytes);
  return text.includes(':') ? text : `::ffff:${text}`;
};
