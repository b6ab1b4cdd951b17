// No text of a peer can break a record of a network or server source, whatever it is.
import { describe, expect, test } from 'vitest';
import { projectionContext } from '../context.ts';
import { sources } from '../sources.ts';
import { linesOf } from './render.ts';
import { smallWorld } from './small-world.ts';
import { hostile, variedEvents } from './varied-events.ts';

const network = sources.filter(source => !source.id.startsWith('windows') && hasLines(source.id));
function hasLines(id: string): boolean {
  return (
    id.startsWith('zeek-') ||
    id.startsWith('apache-') ||
    ['squid', 'bind', 'postfix', 'firewall', 'dhcp', 'vpn', 'radius', 'suricata'].includes(id)
  );
}
const lines = linesOf(network, variedEvents(6000, 2));

describe.each(network.map((source, index) => ({ source, index })))('$source.id', ({ source, index }) => {
  const mine = lines[index]!;

  test('writes lines, and each stays one line of printable text', () => {
    expect(mine.length).toBeGreaterThan(50);
    for (const { text } of mine) {
      const bad = /[\x00-\x08\x0a-\x1f\x7f]/.exec(text);
      expect(bad && `${bad[0].charCodeAt(0)} in ${text.slice(0, 200)}`).toBeNull();
      // What was a lone surrogate is none in the file.
      expect(Buffer.from(text).toString()).toBe(text.toWellFormed());
    }
  });

  test('has facets that are text, for every line', () => {
    for (const { facets } of mine)
      for (const value of Object.values(facets)) expect(typeof value).toBe('string');
  });

  if (source.format === 'tsv')
    test('has as many columns in every row as the header names', () => {
      const header = source.header!(projectionContext(smallWorld));
      const columns = /^#fields\t(.*)$/m.exec(header)![1]!.split('\t').length;
      expect(/^#types\t(.*)$/m.exec(header)![1]!.split('\t')).toHaveLength(columns);
      for (const { text } of mine) expect(text.split('\t')).toHaveLength(columns);
      for (const { text } of mine) expect(text.split('\t')).not.toContain('');
    });
  else test('has no tab', () => expect(mine.some(({ text }) => text.includes('\t'))).toBe(false));

  if (source.format === 'json-lines')
    test('parses as JSON', () => {
      for (const { text } of mine) expect(typeof JSON.parse(text)).toBe('object');
    });

  test('is the same again', () => {
    const [again = []] = linesOf([source], variedEvents(6000, 2));
    expect(again.map(({ text }) => text)).toEqual(mine.map(({ text }) => text));
  });
});

test('hostile text did reach the lines', () => {
  const all = lines.flat().map(({ text }) => text);
  expect(hostile.length).toBeGreaterThan(15);
  expect(all.some(text => text.includes('%0A') || text.includes('\\n'))).toBe(true);
  expect(all.some(text => text.includes('\\x09'))).toBe(true);
});
