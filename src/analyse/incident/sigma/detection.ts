// Detections: maps of fields, lists of maps and keywords, with their modifiers, as trees of tests.
import { BlockList, isIP } from 'node:net';
import { type Node, Unsupported } from './ir.ts';
import { anyText, longestText, plainText, type Token, tokens, wildcard } from './pattern.ts';
import { regexTest } from './regex.ts';

type Path = (string | number)[];
const known = new Set(
  'contains startswith endswith all re i m s cidr exists base64 base64offset windash wide utf16 utf16le utf16be lt lte gt gte neq cased fieldref'.split(
    ' ',
  ),
);

/** Every way to write the dashes that begin options: Windows programs take five characters for them. */
function dashes(value: string): string[] {
  const parts = value.split(/\B[-/]\b/);
  const marks = ['-', '/', '–', '—', '―'];
  if (parts.length > 4) return marks.map(mark => parts.join(mark));
  return parts
    .slice(1)
    .reduce<string[]>(
      (made, part) => made.flatMap(text => marks.map(mark => text + mark + part)),
      [parts[0]!],
    );
}

function encoded(value: string, modifiers: Set<string>): Buffer {
  const little = Buffer.from(value, 'utf16le');
  if (modifiers.has('utf16be')) return little.swap16();
  if (modifiers.has('utf16')) return Buffer.concat([Buffer.from([0xff, 0xfe]), little]);
  return modifiers.has('wide') || modifiers.has('utf16le') ? little : Buffer.from(value);
}

/** The three texts a value can become inside base64, by its place in the groups of three bytes. */
function base64Offsets(bytes: Buffer): string[] {
  const skip = [0, 2, 3];
  const cut = [undefined, -3, -2];
  return [0, 1, 2].map(offset =>
    Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .slice(skip[offset], cut[(bytes.length + offset) % 3]),
  );
}

function cidr(value: string, path: Path): (text: string) => boolean {
  const [address = '', bits] = value.split('/');
  const version = isIP(address);
  const length = bits === undefined ? (version === 6 ? 128 : 32) : Number(bits);
  const list = new BlockList();
  try {
    list.addSubnet(address, length, version === 6 ? 'ipv6' : 'ipv4');
  } catch {
    throw new Unsupported(`${value} is not an address block`, path);
  }
  return text => {
    const kind = isIP(text);
    return kind !== 0 && list.check(text, kind === 6 ? 'ipv6' : 'ipv4');
  };
}

function order(how: string, value: unknown, path: Path): (text: string) => boolean {
  const limit = Number(value);
  if (!Number.isFinite(limit)) throw new Unsupported(`${how} needs a number`, path);
  return text => {
    const given = text.trim() === '' ? Number.NaN : Number(text);
    if (how === 'lt') return given < limit;
    if (how === 'lte') return given <= limit;
    return how === 'gt' ? given > limit : given >= limit;
  };
}

function pattern(field: string, parts: Token[], modifiers: Set<string>): Node {
  const lower = !modifiers.has('cased');
  const folded = lower ? parts.map(part => (typeof part === 'string' ? part.toLowerCase() : part)) : parts;
  const around = [...folded];
  if (field === '' || modifiers.has('contains') || modifiers.has('endswith')) around.unshift(anyText);
  if (field === '' || modifiers.has('contains') || modifiers.has('startswith')) around.push(anyText);
  const test = wildcard(around);
  if (field === '') return { kind: 'keyword', test, lower };
  const equals = plainText(around);
  const longest = longestText(around);
  // Outside ASCII the lower case of a letter may depend on its neighbours.
  const holds = lower || /^[\0-\x7f]*$/.test(longest) ? longest.toLowerCase() : '';
  return {
    kind: 'text',
    field,
    lower,
    test,
    ...(equals === undefined ? {} : { equals }),
    ...(holds === '' ? {} : { holds }),
  };
}

function one(field: string, value: unknown, modifiers: Set<string>, path: Path): Node {
  const has = (name: string) => modifiers.has(name);
  if (has('exists')) return { kind: 'exists', field, wanted: value === true || value === 'true' };
  if (value === null) return { kind: 'null', field };
  if (typeof value === 'object') throw new Unsupported('a value is a map or a list', path);
  const written = String(value);
  const text = (test: (value: string) => boolean): Node =>
    field === '' ? { kind: 'keyword', test, lower: false } : { kind: 'text', field, lower: false, test };
  if (has('fieldref')) {
    const how = (['contains', 'startswith', 'endswith'] as const).find(has) ?? 'equals';
    return { kind: 'fieldref', field, other: written, how };
  }
  if (has('re')) {
    const flags = ['i', 'm', 's'].filter(has).join('');
    return text(regexTest(written, flags, path));
  }
  if (has('cidr')) return text(cidr(written, path));
  const comparison = ['lt', 'lte', 'gt', 'gte'].find(has);
  if (comparison) return text(order(comparison, value, path));
  let forms: Token[][] = (has('windash') ? dashes(written) : [written]).map(tokens);
  if (has('base64') || has('base64offset')) {
    forms = forms.flatMap(form => {
      const plain = plainText(form);
      if (plain === undefined) throw new Unsupported('base64 of a value with wildcards', path);
      const bytes = encoded(plain, modifiers);
      return (has('base64offset') ? base64Offsets(bytes) : [bytes.toString('base64')]).map(item => [item]);
    });
  } else if (['wide', 'utf16', 'utf16le', 'utf16be'].some(has))
    throw new Unsupported('a UTF-16 modifier without base64', path);
  const of = forms.map(form => pattern(field, form, modifiers));
  const tree: Node = of.length === 1 ? of[0]! : { kind: 'or', of };
  return has('neq') ? { kind: 'not', of: tree } : tree;
}

function entry(key: string, value: unknown, path: Path): Node {
  const [field = '', ...names] = key.split('|');
  for (const name of names)
    if (!known.has(name)) throw new Unsupported(`modifier ${name} is not supported`, path);
  const modifiers = new Set(names);
  const values = Array.isArray(value) ? value : [value];
  if (values.length === 0) throw new Unsupported('an empty list of values', path);
  const of = values.map((item, index) =>
    one(field, item, modifiers, Array.isArray(value) ? [...path, index] : path),
  );
  return of.length === 1 ? of[0]! : { kind: modifiers.has('all') ? 'and' : 'or', of };
}

/** A named detection: a map (all its fields), a list of maps (any of them) or of keywords (any of them). */
export function detection(value: unknown, path: Path): Node {
  if (Array.isArray(value)) {
    if (value.length === 0) throw new Unsupported('an empty detection', path);
    return { kind: 'or', of: value.map((item, index) => detection(item, [...path, index])) };
  }
  if (value === null || typeof value !== 'object') return one('', value, new Set(), path);
  const entries = Object.entries(value);
  if (entries.length === 0) throw new Unsupported('an empty detection', path);
  return { kind: 'and', of: entries.map(([key, item]) => entry(key, item, [...path, key])) };
}
