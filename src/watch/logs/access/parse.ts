// One line of a web server's access log (common or combined format, maybe with the virtual host in front), in one pass.

export interface AccessLine {
  vhost: string;
  client: string;
  user: string;
  time: string;
  request: string;
  status: string;
  size: string;
  referer: string;
  agent: string;
  rest: string;
}

/** Apache writes `\"`, `\\`, `\n`, `\t` and `\xhh`; nginx `\xhh` only. */
function decodeEscapes(text: string): string {
  if (!text.includes('\\')) return text;
  const plain = text.replace(/(?:\\x[0-9a-fA-F]{2})+/g, run =>
    Buffer.from(run.replaceAll('\\x', ''), 'hex').toString('utf8'),
  );
  return plain.replace(/\\([\\"nrt])/g, (_, char: string) =>
    char === 'n' ? '\n' : char === 'r' ? '\r' : char === 't' ? '\t' : char,
  );
}

/** A quoted field starting at `at` (on the quote): its text and where it ends. */
function quoted(text: string, at: number): { value: string; end: number } | undefined {
  if (text[at] !== '"') return undefined;
  let end = at + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  if (end >= text.length) return undefined;
  return { value: decodeEscapes(text.slice(at + 1, end)), end: end + 1 };
}

/** @returns the parts, or why the line is no access log line. */
export function parseAccess(text: string): AccessLine | string {
  const open = text.indexOf(' [');
  const close = text.indexOf('] ', open);
  if (open < 0 || close < 0 || open > 1_024 || close - open > 40) return 'no [time] in the line';
  const before = text.slice(0, open).split(' ');
  // client ident user, and names may hold spaces; a virtual host in front makes it one more.
  const isAddress = (part: string | undefined) => part !== undefined && /^[0-9a-fA-F.:]{2,45}$/.test(part);
  const hasHost = before.length >= 4 && !isAddress(before[0]) && isAddress(before[1]);
  const at = hasHost ? 1 : 0;
  if (before.length < at + 3) return 'fewer than three fields before the time';
  const request = quoted(text, close + 2);
  if (!request) return 'no quoted request';
  const numbers = /^ (\d{3}|-) (\d{1,19}|-)(?= |$)/.exec(text.slice(request.end, request.end + 32));
  if (!numbers) return 'no status and size after the request';
  let end = request.end + numbers[0].length;
  const referer = quoted(text, end + 1);
  if (referer) end = referer.end;
  const agent = referer ? quoted(text, end + 1) : undefined;
  if (agent) end = agent.end;
  return {
    vhost: hasHost ? before[0]! : '',
    client: before[at]!,
    user: before.slice(at + 2).join(' '),
    time: text.slice(open + 2, close),
    request: request.value,
    status: numbers[1]!,
    size: numbers[2]!,
    referer: referer?.value ?? '',
    agent: agent?.value ?? '',
    rest: text.slice(end).trim(),
  };
}
