// Reads one request as an analyst would: exploit shapes, credentials and URLs in it. Pure and bounded.
import { type RequestRule, requestRules } from './rules.ts';

export interface RequestFacts {
  /** Target as sent. */
  url: string;
  headers: Readonly<Record<string, string>>;
  /** First bytes of the body as Latin-1 text. */
  body: string;
}

export interface Credentials {
  user: string;
  password: string;
  how: 'basic' | 'form' | 'json';
}

/** Characters of a request that are looked at. */
const looked = 16_384;

/** Percent-decoding that never fails, done twice: attackers encode twice to slip past filters. */
export function decodeTwice(text: string): string {
  const once = (given: string): string =>
    given.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return once(once(text.slice(0, looked)));
}

const wholeText = ({ url, headers, body }: RequestFacts): string =>
  [decodeTwice(url), ...Object.values(headers), decodeTwice(body.replaceAll('+', ' '))]
    .join('\n')
    .slice(0, 2 * looked);

/** Rules the request matches, worst kind first. */
export function matchRules(request: RequestFacts): RequestRule[] {
  const text = wholeText(request);
  return requestRules
    .filter(rule => rule.pattern.test(text))
    .sort((a, b) => Number(b.rsit === 'exploit') - Number(a.rsit === 'exploit'));
}

const userKeys = /^(?:user(?:_?name)?|login(?:_?name)?|log|name|email|account|uid|j_username)$/i;
const passwordKeys = /^(?:pass(?:word|wd|wrd)?|pwd|psw|pw|j_password|secret)$/i;

/** Name and password from Basic authorization, a form or a JSON object. */
export function findCredentials({ headers, body }: RequestFacts): Credentials | undefined {
  const basic = /^basic\s+([A-Za-z0-9+/=]{1,2000})\s*$/i.exec(headers.authorization ?? '');
  if (basic) {
    const text = Buffer.from(basic[1]!, 'base64').toString('utf8');
    const colon = text.indexOf(':');
    if (colon >= 0) return { user: text.slice(0, colon), password: text.slice(colon + 1), how: 'basic' };
  }
  const type = headers['content-type'] ?? '';
  if (/json/i.test(type)) {
    const found = pick(flatJson(body));
    return found && { ...found, how: 'json' };
  }
  if (!/form-urlencoded/i.test(type) && type !== '') return undefined;
  const found = pick([...new URLSearchParams(body.slice(0, looked))].slice(0, 100));
  return found && { ...found, how: 'form' };
}

function flatJson(body: string): [string, string][] {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  } catch {
    return [];
  }
}

function pick(pairs: readonly [string, string][]): { user: string; password: string } | undefined {
  const password = pairs.find(([key]) => passwordKeys.test(key))?.[1];
  if (password === undefined) return undefined;
  return { user: pairs.find(([key]) => userKeys.test(key))?.[1] ?? '', password };
}

const fullUrl = /\b(?:https?|ftp|tftp):\/\/[^\s'"`;|&<>()\\{}$]{3,1000}/gi;
const bareUrl =
  /\b(?:wget|curl)\s(?:-\S{1,12}\s){0,4}((?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?\/[^\s'"`;|&<>()\\]{1,500})/gi;
const tftpGet =
  /\btftp\s(?:-\S{1,12}\s){0,4}-r\s(\S{1,200})\s(?:-\S{1,12}\s){0,4}((?:\d{1,3}\.){3}\d{1,3})/gi;

/** URLs the request wants fetched: in parameters, header values and the body; not its own address. At most 8. */
export function findUrls(request: RequestFacts): string[] {
  const own = (request.headers.host ?? '').toLowerCase();
  const { host: _, referer: __, origin: ___, ...others } = request.headers;
  const text = wholeText({ ...request, headers: others });
  const found = new Set<string>();
  for (const [url] of text.matchAll(fullUrl)) if (hostOf(url) !== own) found.add(url);
  for (const match of text.matchAll(bareUrl)) found.add(`http://${match[1]}`);
  for (const match of text.matchAll(tftpGet)) found.add(`tftp://${match[2]}/${match[1]}`);
  return [...found].slice(0, 8);
}

const hostOf = (url: string): string => /^[a-z]+:\/\/([^/?#]*)/i.exec(url)?.[1]?.toLowerCase() ?? '';
