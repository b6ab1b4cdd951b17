// YAML of content files: the one place that parses it. Written by people, so bounded, and every fault has its line.
import { isNode, LineCounter, parseDocument } from 'yaml';

export interface YamlFault {
  line?: number;
  text: string;
}

export interface Yaml {
  /** Absent when there are faults. */
  value?: unknown;
  faults: YamlFault[];
  /** Line where a field is written, or the nearest thing around it; undefined when not even the file's top is. */
  lineOf(path: readonly (string | number)[]): number | undefined;
}

/** Content files are written by people; anything longer is not one. */
const defaultLength = 4_000_000;

/**
 * Parses YAML 1.2. Aliases are refused: content needs none, and nested ones can unfold to gigabytes. Never throws.
 */
export function parseYaml(text: string, maxLength = defaultLength): Yaml {
  if (text.length > maxLength)
    return { faults: [{ text: `is longer than ${maxLength} characters` }], lineOf: () => undefined };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, version: '1.2', uniqueKeys: true });
  const lineOf = (path: readonly (string | number)[]): number | undefined => {
    for (let depth = path.length; depth >= 0; depth--) {
      const node = document.getIn(path.slice(0, depth), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return undefined;
  };
  if (document.errors.length > 0)
    return {
      faults: document.errors.slice(0, 20).map(error => ({
        line: error.linePos?.[0].line ?? 1,
        text: `is not valid YAML: ${error.message.split('\n')[0]}`,
      })),
      lineOf,
    };
  try {
    return { value: document.toJS({ maxAliasCount: 0 }), faults: [], lineOf };
  } catch {
    return { faults: [{ text: 'uses YAML aliases; write the text out' }], lineOf };
  }
}
