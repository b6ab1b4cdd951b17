// Which questions the tables of keys and counts answer, and how. They give the same lines as the table of lines does, without
// looking at those of anybody else.
import { formatIp } from '#model/ip.ts';
import { foldAscii } from '#model/search/words.ts';
import { minute } from '#model/time.ts';
import type { Params } from '../events/params.ts';
import type { EvidenceMask, EvidenceNode, EvidenceScope } from './port.ts';
import { compileMask, compilePlain, literal, notMasked, timeParam } from './search-sql.ts';

interface Key {
  facet: 'host' | 'user' | 'address';
  /** Folded as the store folds. */
  value: string;
}

/** Masks of a list each of which leaves out those before it: beyond so many the statement gets too long. */
const mostMasks = 24;

/**
 * The condition on the table of keys that holds for every line of a scope exactly once; undefined when that table cannot
 * tell them: no host, account or address is asked for, or something that it does not know (texts, objects).
 */
export function keysCondition(scope: EvidenceScope, params: Params): string | undefined {
  const { masks } = scope;
  if (!withoutTexts(scope.where) || masks?.list.some(({ object }) => object !== undefined)) return undefined;
  const key = keyOf(scope.where);
  let lines: string;
  if (key) lines = `${keyIs(key)}${masks ? ` AND ${notMasked(masks)}` : ''}`;
  else {
    if (masks?.mode !== 'only' || masks.list.length === 0 || masks.list.length > mostMasks) return undefined;
    const each = masks.list.map(mask => ({ key: keyOfMask(mask), sql: compileMask(mask) }));
    if (each.some(one => one.key === undefined)) return undefined;
    // A line that several masks take away is counted for the first of them.
    lines = `(${each
      .map(({ key: own, sql }, at) => {
        const earlier = each.slice(0, at).map(one => ` AND NOT ${one.sql}`);
        return `(${keyIs(own!)} AND ${sql}${earlier.join('')})`;
      })
      .join(' OR ')})`;
  }
  const rest = compilePlain(scope.where, params);
  return `WHERE ${worldAndTime(scope, params)} AND ${lines}${rest === undefined ? '' : ` AND ${rest}`}`;
}

/** The condition on the table of counts, for whole minutes of nothing but sources and codes; undefined when more is asked. */
export function countsCondition(scope: EvidenceScope, params: Params): string | undefined {
  if (scope.masks || !withoutTexts(scope.where) || !onlyCounted(scope.where)) return undefined;
  if (scope.from % minute !== 0 || scope.to % minute !== 0) return undefined;
  const rest = compilePlain(scope.where, params);
  const time = (at: number) =>
    `fromUnixTimestamp(${params.add(Math.min(at / 1000, 4_294_967_295), 'UInt32')})`;
  return (
    `WHERE world = ${params.add(scope.world, 'String')} AND minute >= ${time(scope.from)} AND minute < ${time(scope.to)}` +
    (rest === undefined ? '' : ` AND ${rest}`)
  );
}

export const worldAndTime = (scope: EvidenceScope, params: Params): string =>
  `world = ${params.add(scope.world, 'String')} AND at >= ${timeParam(scope.from, params)} AND at < ${timeParam(scope.to, params)}`;

const keyIs = ({ facet, value }: Key): string => `(facet = '${facet}' AND value = ${literal(value)})`;

/** The host, account or address that every line of a question has. */
function keyOf(node: EvidenceNode): Key | undefined {
  switch (node.kind) {
    case 'and':
      for (const part of node.parts) {
        const key = keyOf(part);
        if (key) return key;
      }
      return undefined;
    case 'address':
      return addressKey(node.match);
    case 'field': {
      const { field, match } = node;
      if (field === 'ip' || field === 'source.ip' || field === 'destination.ip') return addressKey(match);
      if (field !== 'host' && field !== 'user') return undefined;
      const text =
        match.kind === 'equals'
          ? match.text
          : match.kind === 'pattern' && match.parts.length === 1
            ? match.parts[0]!
            : '';
      return text === '' ? undefined : { facet: field, value: foldAscii(text) };
    }
    default:
      return undefined;
  }
}

type Field = Extract<EvidenceNode, { kind: 'field' }>;

function addressKey(match: Field['match']): Key | undefined {
  if (match.kind !== 'address') return undefined;
  // Lines carry addresses in canonical text; no address at all reads as '::'.
  const value = formatIp(match.bytes);
  return value === '::' ? undefined : { facet: 'address', value };
}

function keyOfMask({ host, user, address }: EvidenceMask): Key | undefined {
  if (host) return { facet: 'host', value: foldAscii(host) };
  if (user) return { facet: 'user', value: foldAscii(user) };
  return address ? { facet: 'address', value: foldAscii(address) } : undefined;
}

const everyNode = (node: EvidenceNode, holds: (leaf: EvidenceNode) => boolean): boolean =>
  node.kind === 'and' || node.kind === 'or'
    ? node.parts.every(part => everyNode(part, holds))
    : node.kind === 'not'
      ? everyNode(node.part, holds)
      : holds(node);

const withoutTexts = (node: EvidenceNode): boolean =>
  everyNode(
    node,
    leaf =>
      leaf.kind !== 'text' && !(leaf.kind === 'field' && (leaf.field === 'text' || leaf.field === 'object')),
  );

const onlyCounted = (node: EvidenceNode): boolean =>
  everyNode(
    node,
    leaf =>
      leaf.kind === 'all' ||
      leaf.kind === 'label' ||
      (leaf.kind === 'field' && (leaf.field === 'source' || leaf.field === 'code')),
  );
