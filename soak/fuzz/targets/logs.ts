// Log formats: every parser of the registry on bent examples, line by line as a file's reader feeds them.
import { deterministicIds } from '#model/event/deterministic-id.ts';
import { isSkip, type LineParser, type LogFormat } from '#watch/logs/format.ts';
import { headOf } from '#watch/logs/read/head.ts';
import { LineSplitter } from '#watch/logs/read/lines.ts';
import { stamp } from '#watch/logs/read/stamp.ts';
import { detectLogFormat, logFormats } from '#watch/logs/registry.ts';
import { faultsOf } from '#watch/logs/testing/valid-event.ts';
import { holds, type Target, utf8 } from '../target.ts';

const now = Date.UTC(2024, 5, 1);
const ids = deterministicIds('fuzz');

/** Words that break parsers: nothing, depth, other types, prototypes, numbers at the edge, ends of lines. */
const words = [
  'null',
  'true',
  '[]',
  '{}',
  '""',
  '\\u0000',
  '\\ud800',
  '"__proto__":',
  '"constructor":{"prototype":1},',
  '-1',
  '1e999',
  '99999999999999999999',
  '65536',
  '0x41',
  '::ffff:192.0.2.1',
  'fe80::1%eth0',
  '255.255.255.256',
  '9999-12-31T23:59:59Z',
  '0000-00-00',
  '"',
  '\\',
  '=',
  '|',
  '\t',
  '\n',
  '\r\n',
  '#fields\t',
  '#types\t',
  '#close',
  '(empty)',
  '\ufeff',
  '日本',
];

/** What a parser may make of one line: bounded, since a line is. */
const draftsAtMost = 2_000;

const target = (format: LogFormat): Target => ({
  name: `logs/${format.id}`,
  guided: true,
  cases: 300_000,
  words,
  samples: () => [...format.examples.map(utf8), utf8(format.examples.join('\n'))],
  open: () => ({
    run(data) {
      detectLogFormat(headOf(data), 'x.log');
      const parser: LineParser = format.createParser({ name: `${format.id}.log`, clock: () => now });
      let lines = 0;
      const splitter = new LineSplitter({
        line(text, offset, record, charset) {
          lines++;
          const result = parser.line(text);
          if (isSkip(result)) {
            holds(
              result.skip !== '' && ['bad', 'known', 'header'].includes(result.kind),
              'a skip without a reason',
            );
            return;
          }
          holds(result.length > 0 && result.length <= draftsAtMost, `${result.length} events of one line`);
          const place = { input: 'i', file: 'f', offset, record, charset };
          for (const event of stamp(result, text, place, ids)) {
            const faults = faultsOf(event);
            holds(faults.length === 0, `an event that is none: ${faults.join(', ')}`);
          }
        },
        tooLong: () => {},
      });
      const half = data.length >> 1;
      splitter.push(data.subarray(0, half));
      splitter.push(data.subarray(half));
      splitter.finish();
      holds(lines <= data.length + 1, 'more lines than bytes');
    },
  }),
});

export const logTargets: readonly Target[] = logFormats.map(target);
