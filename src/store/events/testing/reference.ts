// The search language evaluated in JavaScript on one event: what the SQL must agree with.
import type { Event } from '#model/event/event.ts';
import { eventField } from '#model/event/fields.ts';
import { parseIp, prefixContains } from '#model/ip.ts';
import type { Match, SearchNode } from '#model/search/ast.ts';

const textFields = [
  'event.original',
  'message',
  'process.command_line',
  'url.full',
  'user.name',
  'hinomi.password',
  'user_agent.original',
  'dns.question.name',
  'file.name',
  'rule.name',
] as const;

const lower = (text: string) => text.replace(/[A-Z]/g, letter => letter.toLowerCase());

/** Whether an event satisfies a tree. */
export function matchesReference(node: SearchNode, event: Event): boolean {
  switch (node.kind) {
    case 'all':
      return true;
    case 'and':
      return node.parts.every(part => matchesReference(part, event));
    case 'or':
      return node.parts.some(part => matchesReference(part, event));
    case 'not':
      return !matchesReference(node.part, event);
    case 'text':
      return textFields.some(name => lower(String(event[name] ?? '')).includes(lower(node.text)));
    case 'address':
      return ip(event['source.ip'], node.match) || ip(event['destination.ip'], node.match);
    case 'label': {
      if (node.match.kind === 'present') return Object.hasOwn(event.labels ?? {}, node.label);
      return text(event.labels?.[node.label] ?? '', node.match);
    }
    case 'field': {
      const value = event[node.field];
      switch (eventField(node.field)!.type) {
        case 'ip':
          return ip(value as string | undefined, node.match);
        case 'keywords':
          return ((value as string[] | undefined) ?? []).some(
            item => node.match.kind === 'present' || text(item, node.match),
          );
        case 'keyword':
        case 'text':
        case 'uuid':
          return text((value as string | undefined) ?? '', node.match);
        default:
          return number((value as number | undefined) ?? 0, node.match);
      }
    }
  }
}

function text(value: string, match: Match): boolean {
  if (match.kind === 'equals') return value === match.text;
  if (match.kind === 'present') return value !== '';
  if (match.kind !== 'pattern') return false;
  const escaped = match.parts.map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`, 's').test(value);
}

function ip(value: string | undefined, match: Match): boolean {
  const bytes = value === undefined ? new Uint8Array(16) : parseIp(value)!;
  if (match.kind === 'address') return Buffer.compare(bytes, match.bytes) === 0;
  if (match.kind === 'prefix') return prefixContains(match.prefix, bytes);
  return bytes.some(byte => byte !== 0);
}

function number(value: number, match: Match): boolean {
  switch (match.kind) {
    case 'number':
      return value === match.value;
    case 'range':
      return value >= match.from && value <= match.to;
    case 'compare':
      if (match.operator === '>') return value > match.value;
      if (match.operator === '>=') return value >= match.value;
      return match.operator === '<' ? value < match.value : value <= match.value;
    default:
      return value !== 0;
  }
}
