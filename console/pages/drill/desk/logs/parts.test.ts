// The pure parts of the log search: what the URL means, the bars, the marks, what a line names.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSim } from '../../shared/clock.ts';
import type { Line } from '../data.ts';
import { restName, stack } from './bins.ts';
import { findsIn, kindOf } from './finds.ts';
import { leavesOf } from './leaves.ts';
import { problemOf, split, wordsOf } from './marks.ts';
import { around, questionOf, rangeOf, urlTime } from './view.ts';

const now = Date.UTC(2026, 4, 12, 1, 0, 0);

describe('the view in the URL', () => {
  it('counts quick ranges from the simulated present; fixed times win', () => {
    expect(rangeOf({ last: '1h', from: '', to: '' }, now)).toEqual({ from: now - 3_600_000 });
    expect(rangeOf({ last: 'all', from: '', to: '' }, now)).toEqual({});
    expect(rangeOf({ last: '1h', from: '2026-05-12T09:00:00', to: '' }, now)).toEqual({
      from: Date.UTC(2026, 4, 12, 0, 0, 0),
    });
    expect(rangeOf({ last: 'nonsense', from: 'x', to: 'y' }, now)).toEqual({});
  });

  it('writes times of the organisation so that they come back and hold the moment', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), at => {
        const down = parseSim(urlTime(at))!;
        const up = parseSim(urlTime(at, true))!;
        expect(down).toBeLessThanOrEqual(at);
        expect(up).toBeGreaterThanOrEqual(at);
        expect(up - down).toBeLessThanOrEqual(1_000);
      }),
    );
    expect(around(now, 'host:PC-1', 5)).toEqual({
      q: 'host:PC-1',
      from: '2026-05-12T09:55:00',
      to: '2026-05-12T10:05:00',
    });
  });

  it('asks what the view says', () => {
    expect(questionOf({ q: 'a', src: 'squid,,bind' }, { from: 5 })).toEqual({
      q: 'a',
      sources: 'squid,bind',
      from: 5,
    });
  });
});

describe('bars', () => {
  it('names the largest sources and adds up the rest; nothing is lost', () => {
    const counts = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`s${n}`, n + 1]));
    const drawn = stack(
      {
        step: 60,
        buckets: [
          { at: 60, counts },
          { at: 0, counts: { s11: 100 } },
        ],
      },
      {},
    )!;
    expect(drawn.names).toEqual(['s11', 's10', 's9', 's8', 's7', 's6', 's5', restName]);
    expect(drawn.bars[1]!.parts.at(-1)).toEqual([restName, 1 + 2 + 3 + 4 + 5]);
    expect(drawn).toMatchObject({ from: 0, to: 120, most: 100, total: 178 });
  });

  it('draws nothing without lines', () => {
    expect(stack({ step: 60, buckets: [] }, {})).toBeUndefined();
    expect(stack({ step: 60, buckets: [{ at: 0, counts: { a: 0 } }] }, {})).toBeUndefined();
  });
});

describe('marks', () => {
  it('takes words and values, not what is excluded', () => {
    expect(wordsOf('host:PC-0012 "logon failed" 10.1.2.3 -svchost')).toEqual([
      'logon failed',
      '10.1.2.3',
      'pc-0012',
    ]);
    expect(wordsOf('(')).toEqual([]);
  });

  it('tells what cannot be asked', () => {
    expect(problemOf('user:taro')).toBeUndefined();
    expect(problemOf('(')?.code).toMatch(/^SEARCH_/);
  });

  it('cuts without losing a letter', () => {
    expect(split('GET a.b GET', ['get', 'a.b'])).toEqual(['', 'GET', ' ', 'a.b', ' ', 'GET', '']);
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string({ minLength: 1 })), (text, words) => {
        expect(split(text, words).join('')).toBe(text);
      }),
    );
  });
});

describe('what a line names', () => {
  const line = (fields: Partial<Line>): Line => ({
    id: '1',
    at: now,
    source: 'squid',
    host: '',
    user: '',
    from: '',
    destination: '',
    object: '',
    code: '',
    text: '',
    ...fields,
  });

  it('knows kinds by their look', () => {
    expect(kindOf('198.51.100.7')).toBe('ip');
    expect(kindOf('2001:db8::1')).toBe('ip');
    expect(kindOf('cdn.update.example')).toBe('domain');
    expect(kindOf('invoice.docx')).toBe('path');
    expect(kindOf('C:\\Windows\\x.dll')).toBe('path');
    expect(kindOf('taro@city.example')).toBe('email');
    expect(kindOf('4624')).toBeUndefined();
  });

  it('takes fields and what the text holds, each once', () => {
    const finds = findsIn(
      line({
        host: 'PC-0012',
        user: 'taro',
        from: '10.0.0.5',
        object: 'evil.example',
        text: '10.0.0.5 GET http://evil.example:8080/a.php {"Image":"C:\\\\Users\\\\taro\\\\a.exe"}',
      }),
    );
    expect(finds).toEqual([
      { type: 'host', value: 'PC-0012' },
      { type: 'account', value: 'taro' },
      { type: 'ip', value: '10.0.0.5' },
      { type: 'domain', value: 'evil.example' },
      { type: 'url', value: 'http://evil.example:8080/a.php' },
      { type: 'path', value: 'C:\\Users\\taro\\a.exe' },
    ]);
  });

  it('takes no path for one that ends at a space', () => {
    const object = 'C:\\Program Files\\Office\\EXCEL.EXE';
    expect(findsIn(line({ object, text: `{"Image":${JSON.stringify(object)}}` }))).toEqual([
      { type: 'path', value: object },
    ]);
  });

  it('never fails and stays bounded on any text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 3_000 }), text => {
        expect(findsIn(line({ text, object: text })).length).toBeLessThanOrEqual(30);
      }),
    );
  });
});

describe('leaves of a JSON line', () => {
  it('names values by their last two names, what the event says first, and leaves out what is empty', () => {
    expect(
      leavesOf(
        '{"Event":{"#attributes":{"xmlns":"http://schemas.microsoft.com/x"},"System":{"EventID":1,"Execution":{"#attributes":{"ProcessID":7}},"Correlation":null},"EventData":{"Image":"C:\\\\a.exe","Hash":""}}}',
      ),
    ).toEqual([
      ['EventData.Image', 'C:\\a.exe'],
      ['System.EventID', '1'],
      ['Execution.ProcessID', '7'],
    ]);
  });

  it('takes only JSON objects, and of huge ones a part', () => {
    expect(leavesOf('Apr 14 fw01')).toBeUndefined();
    expect(leavesOf('{broken')).toBeUndefined();
    expect(leavesOf(JSON.stringify({ a: Array.from({ length: 500 }, (_, n) => n) }))).toHaveLength(120);
  });
});
