// Reads rule files. They come from outside: size, aliases and nesting are bounded, faults have file and line.
import { isNode, LineCounter, parseDocument } from 'yaml';
import { HinomiError } from '#model/errors.ts';
import { parseCondition } from './condition.ts';
import { detection } from './detection.ts';
import { type Node, Unsupported } from './ir.ts';
import type { LogSource } from './log-source.ts';

export interface Rule {
  id: string;
  title: string;
  level: string;
  tags: string[];
  /** Day of the last change as the rule says it, `2026-07-30`; '' when it does not. */
  changed: string;
  file: string;
  logSource: LogSource;
  tree: Node;
}

const maxLength = 256 * 1024;
const textOf = (value: unknown, fallback = ''): string => (typeof value === 'string' ? value : fallback);
const isMap = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/**
 * Compiles one rule.
 * @throws HinomiError SIGMA_RULE with file and line: bad YAML, no detection, or something not supported
 */
export function readRule(file: string, text: string): Rule {
  const fault = (message: string, line = 1) =>
    new HinomiError('SIGMA_RULE', `${file}:${line}: ${message}`, {
      place: { file, line },
      remedy: 'Correct the rule or leave it out; the other rules run without it.',
      status: 400,
    });
  if (text.length > maxLength) throw fault(`rule larger than ${maxLength} characters`);
  const lines = new LineCounter();
  let document: ReturnType<typeof parseDocument>;
  let value: unknown;
  try {
    document = parseDocument(text, { lineCounter: lines, logLevel: 'silent' });
    const [error] = document.errors;
    if (error) throw fault(error.message.split('\n')[0]!, lines.linePos(error.pos[0]).line);
    value = document.toJS({ maxAliasCount: 20 });
  } catch (error) {
    if (error instanceof HinomiError) throw error;
    // Too many aliases or nesting deeper than the stack.
    throw fault((error as Error).message);
  }
  const lineOf = (path: (string | number)[]) => {
    const node = document.getIn(path, true);
    return isNode(node) && node.range ? lines.linePos(node.range[0]).line : 1;
  };
  if (!isMap(value)) throw fault('not a rule: a map is expected');
  if (value['correlation'] !== undefined)
    throw fault('correlation rules are not supported', lineOf(['correlation']));
  const detections = value['detection'];
  if (!isMap(detections)) throw fault('a rule needs a detection');
  try {
    const named = new Map<string, Node>();
    for (const [name, item] of Object.entries(detections))
      if (name !== 'condition' && name !== 'timeframe') named.set(name, detection(item, ['detection', name]));
    const given = detections['condition'];
    const conditions = (Array.isArray(given) ? given : [given]).map(item => {
      if (typeof item !== 'string') throw new Unsupported('the condition is missing');
      return parseCondition(item, named);
    });
    if (conditions.length === 0) throw new Unsupported('the condition is missing');
    const source = isMap(value['logsource']) ? value['logsource'] : {};
    const logSource: LogSource = {};
    for (const key of ['product', 'category', 'service'] as const)
      if (typeof source[key] === 'string') logSource[key] = source[key];
    return {
      id: textOf(value['id'], file),
      title: textOf(value['title'], file),
      level: textOf(value['level'], 'medium'),
      tags: Array.isArray(value['tags']) ? value['tags'].filter(tag => typeof tag === 'string') : [],
      changed: textOf(value['modified']) || textOf(value['date']),
      file,
      logSource,
      tree: conditions.length === 1 ? conditions[0]! : { kind: 'or', of: conditions },
    };
  } catch (error) {
    if (!(error instanceof Unsupported)) throw error instanceof RangeError ? fault(error.message) : error;
    throw fault(error.message, lineOf(error.path.length > 0 ? error.path : ['detection', 'condition']));
  }
}
