// ArcSight Common Event Format taken apart: seven header fields, then `key=value` pairs whose values may hold spaces.

export interface CefLine {
  /** Text before `CEF:` (usually a syslog header). */
  before: string;
  version: string;
  vendor: string;
  product: string;
  productVersion: string;
  signature: string;
  name: string;
  severity: string;
  extension: [string, string][];
}

const pairLimit = 512;

/** Splits the header at unescaped `|` (`\|` and `\\` are escapes); one pass. */
function headerFields(text: string): { fields: string[]; rest: string } | undefined {
  const fields: string[] = [];
  let field = '';
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (char === '\\' && (text[at + 1] === '|' || text[at + 1] === '\\')) field += text[++at];
    else if (char === '|') {
      fields.push(field);
      field = '';
      if (fields.length === 7) return { fields, rest: text.slice(at + 1) };
    } else field += char;
  }
  // The extension may be missing, the header may not.
  return fields.length === 6 ? { fields: [...fields, field], rest: '' } : undefined;
}

const decodeEscapes = (value: string): string =>
  value.includes('\\')
    ? value.replace(/\\(.)/g, (all, char: string) =>
        char === 'n' ? '\n' : char === 'r' ? '\r' : '=\\|'.includes(char) ? char : all,
      )
    : value;

/** Pairs: a key is a run of key characters right before an unescaped `=`; its value runs to the space before the next key. */
export function extensionPairs(text: string): [string, string][] {
  const pairs: [string, string][] = [];
  let key = '';
  let start = 0;
  for (let at = text.indexOf('='); at >= 0 && pairs.length < pairLimit; at = text.indexOf('=', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 1) continue;
    let from = at;
    while (from > start && at - from < 128 && isKeyCode(text.charCodeAt(from - 1))) from--;
    if (from === at || (from > 0 && text[from - 1] !== ' ')) continue;
    if (key !== '') pairs.push([key, decodeEscapes(text.slice(start, from).trim())]);
    key = text.slice(from, at);
    start = at + 1;
  }
  if (key !== '') pairs.push([key, decodeEscapes(text.slice(start).trim())]);
  return pairs;
}

const isKeyCode = (code: number): boolean =>
  (code >= 48 && code <= 57) ||
  (code >= 65 && code <= 90) ||
  (code >= 97 && code <= 122) ||
  code === 95 ||
  code === 45 ||
  code === 46 ||
  code === 91 ||
  code === 93;

/** @returns the parts, or why the line is not CEF. */
export function parseCef(text: string): CefLine | string {
  const start = text.slice(0, 1_024).search(/CEF: ?\d/);
  if (start < 0) return 'no CEF: in the line';
  const found = headerFields(text.slice(start + 4));
  if (!found) return 'the CEF header has fewer than seven fields';
  const [version, vendor, product, productVersion, signature, name, severity] = found.fields as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  return {
    before: text.slice(0, start).trimEnd(),
    version: version.trim(),
    vendor,
    product,
    productVersion,
    signature,
    name,
    severity: severity.trim(),
    extension: extensionPairs(found.rest),
  };
}
