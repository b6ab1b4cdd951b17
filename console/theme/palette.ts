// The colours that carry meaning, defined once. Class colours are Paul Tol's "bright" scheme (distinguishable with
// every common colour-vision deficiency), lightened for dark backgrounds; state is always also a shape or a word.
import type { TrafficClass } from '#model/vocab/traffic-class.ts';

export type Scheme = 'light' | 'dark';
type Pair = Readonly<Record<Scheme, string>>;

export const classColours: Readonly<Record<TrafficClass, Pair>> = {
  scan: { light: '#4477aa', dark: '#6c9fd3' },
  backscatter: { light: '#3aa6c4', dark: '#66ccee' },
  'amplification-request': { light: '#b3a125', dark: '#d3c55a' },
  'reflected-response': { light: '#e4576a', dark: '#f07c8b' },
  flood: { light: '#aa3377', dark: '#cf6ca6' },
  misconfiguration: { light: '#228833', dark: '#54b066' },
  unknown: { light: '#9aa0a8', dark: '#8b95a3' },
};

// For series that are not traffic classes (datasets, tools): Tol's "muted" scheme, given out by name.
const others: readonly Pair[] = [
  { light: '#332288', dark: '#8d80d8' },
  { light: '#44aa99', dark: '#5fc4b3' },
  { light: '#999933', dark: '#b9b957' },
  { light: '#882255', dark: '#c26294' },
  { light: '#88ccee', dark: '#88ccee' },
  { light: '#cc6677', dark: '#dd8090' },
  { light: '#117733', dark: '#4fa76b' },
  { light: '#ddaa33', dark: '#e2bb5c' },
];

// Common kinds of input keep one colour each.
const kinds: Readonly<Record<string, Pair>> = {
  honeypot: { light: '#332288', dark: '#8d80d8' },
  zeek: { light: '#44aa99', dark: '#5fc4b3' },
  suricata: { light: '#882255', dark: '#c26294' },
  cowrie: { light: '#ddaa33', dark: '#e2bb5c' },
  dionaea: { light: '#88ccee', dark: '#88ccee' },
  syslog: { light: '#117733', dark: '#4fa76b' },
  'honeypot.ssh': { light: '#332288', dark: '#8d80d8' },
  'honeypot.telnet': { light: '#6a55c2', dark: '#a99fe3' },
  'honeypot.http': { light: '#9d6fb0', dark: '#c49ad4' },
  'honeypot.dns': { light: '#882255', dark: '#c26294' },
  'zeek.conn': { light: '#44aa99', dark: '#5fc4b3' },
  'zeek.dns': { light: '#117733', dark: '#4fa76b' },
  'zeek.http': { light: '#999933', dark: '#b9b957' },
};

const isClass = (name: string): name is TrafficClass => Object.hasOwn(classColours, name);

/** The colour of a traffic class; any other name gets a stable colour of its own. */
export function seriesColour(name: string, scheme: Scheme): string {
  if (isClass(name)) return classColours[name][scheme];
  if (Object.hasOwn(kinds, name)) return kinds[name]![scheme];
  let sum = 0;
  for (const char of name) sum = (sum * 31 + char.codePointAt(0)!) >>> 0;
  return others[sum % others.length]![scheme];
}

/** Severity 0–100 in words, as the alert filters count it. */
export type SeverityLevel = 'low' | 'medium' | 'high' | 'critical';
export const severityLevel = (severity: number): SeverityLevel =>
  severity >= 85 ? 'critical' : severity >= 60 ? 'high' : severity >= 30 ? 'medium' : 'low';
