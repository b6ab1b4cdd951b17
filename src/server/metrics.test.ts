// The exposition format as a scraper reads it.
import { expect, test } from 'vitest';
import { exposition } from './metrics.ts';

test('help, type, labels and values, one a line, the end of line at the end', () => {
  expect(
    exposition([
      { name: 'hinomi_a_total', help: 'Counted.', type: 'counter', values: [{ value: 3 }] },
      {
        name: 'hinomi_b',
        help: 'Measured.',
        type: 'gauge',
        values: [
          { labels: { zone: 'x', state: 'y' }, value: 0.5 },
          { labels: { zone: 'z' }, value: 0 },
        ],
      },
    ]),
  ).toBe(`# HELP hinomi_a_total Counted.
# TYPE hinomi_a_total counter
hinomi_a_total 3
# HELP hinomi_b Measured.
# TYPE hinomi_b gauge
hinomi_b{zone="x",state="y"} 0.5
hinomi_b{zone="z"} 0
`);
});

test('no label value can begin another line or end its quotes', () => {
  const text = exposition([
    {
      name: 'hinomi_zone',
      help: 'Zones.',
      type: 'gauge',
      values: [{ labels: { zone: 'a"} 1\nevil{b="\\' }, value: 1 }],
    },
  ]);
  expect(text.split('\n')).toHaveLength(4);
  expect(text).toContain('{zone="a\\"} 1\\nevil{b=\\"\\\\"} 1');
});
