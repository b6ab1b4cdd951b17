// Messages as files: they tell the story of the mail log, and any of them can be found again from one of its lines.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { everyday } from '../../../activity/everyday.ts';
import { worldOf } from '../../../generate/options.ts';
import type { Mail } from '../../../world/event.ts';
import { projectionContext } from '../../context.ts';
import { iso2022jp } from '../../postfix/iso-2022-jp.ts';
import { postfix } from '../../postfix/source.ts';
import { compileProjection } from '../../project.ts';
import { letter } from '../../testing/events.ts';
import { textOf } from '../../testing/render.ts';
import { smallWorld } from '../../testing/small-world.ts';
import { mailBehind, mailId, mailOf } from './find.ts';
import { emlOf } from './message.ts';

const headersIn = (eml: Buffer): [string, string][] => {
  const text = eml.toString('latin1');
  return text
    .slice(0, text.indexOf('\r\n\r\n'))
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]);
};

test('the way of a message is that of the mail log', () => {
  const event = letter({ bytes: 9000 });
  const log = textOf(postfix, event).join('\n');
  const eml = emlOf(event, smallWorld);
  expect(eml.length).toBe(event.bytes);
  const headers = headersIn(eml);
  const way = headers.filter(([name]) => name === 'Received').map(([, value]) => value);
  expect(way).toHaveLength(3);
  const ids = way.map(value => / id (\w+)/.exec(value)![1]!);
  expect(log).toContain(`(250 2.0.0 Ok: queued as ${ids[0]})`);
  expect(log).toContain(`${ids[1]}: client=mx.partner.example[198.18.3.3]`);
  const times = way.map(value => Date.parse(value.slice(value.lastIndexOf(';') + 2).replace(' (JST)', '')));
  expect(times).toEqual([...times].sort((a, b) => b - a));
  expect(Date.parse(headers.find(([name]) => name === 'Date')![1])).toBeLessThanOrEqual(event.at);
  expect(Object.fromEntries(headers)).toMatchObject({
    'Return-Path': '<hanako@partner.example>',
    'Authentication-Results':
      'mx01.ad.city.example; dkim=pass header.d=partner.example header.s=mail; spf=pass smtp.mailfrom=hanako@partner.example; dmarc=pass header.from=partner.example',
    'Message-ID': '<1@partner.example>',
  });
  // The log shows the subject as the message has it.
  expect(log).toContain(`header Subject: ${headers.find(([name]) => name === 'Subject')![1]} from`);
});

test('what comes from outside or from people cannot break a message', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.string({ unit: 'grapheme', maxLength: 80 }),
      fc.nat(20_000),
      (wild, word, bytes) => {
        const eml = emlOf(
          letter({
            subject: wild,
            from: { name: wild, mail: `a${word}@partner.example` },
            envelopeFrom: wild,
            attachments: [{ name: `${wild}.pdf`, mime: wild, bytes, sha256: 'a'.repeat(64) }],
          }),
          smallWorld,
        );
        const headers = headersIn(eml);
        for (const [name] of headers) expect(name).toMatch(/^[A-Za-z-]+$/);
        expect(headers.filter(([name]) => name === 'Subject')).toHaveLength(1);
        expect(
          Math.max(
            ...eml
              .toString('latin1')
              .split('\r\n')
              .map(line => line.length),
          ),
        ).toBeLessThan(998);
      },
    ),
    { numRuns: 60 },
  );
});

test('ISO-2022-JP is what the platform reads as such', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'漢字かなカナ、。ー〜−Aa1 \n'), maxLength: 60 }),
      text => {
        const bytes = iso2022jp(text);
        if (bytes) expect(new TextDecoder('iso-2022-jp').decode(bytes)).toBe(text);
      },
    ),
  );
  expect(iso2022jp('会議')).toEqual(Uint8Array.from([27, 36, 66, 50, 113, 53, 68, 27, 40, 66]));
  expect(iso2022jp('한')).toBeUndefined();
});

test('every line of the mail log leads to its message, and the message has the size logged', () => {
  const world = worldOf({ profile: 'small-firm', staff: 40, days: 1, seed: 5 });
  const project = compileProjection([postfix], projectionContext(world));
  let judged = 0;
  for (const slice of [60, 61])
    everyday(world, slice, event => {
      if (event.kind !== 'mail') return;
      const lines: { at: number; text: string; object: string }[] = [];
      project(event, (_source, at, text, { object }) => lines.push({ at, text, object }));
      for (const line of [lines[0]!, lines.at(-1)!]) {
        const found = mailBehind(world, [], line) as Mail;
        expect(found?.messageId).toBe(event.messageId);
        expect(mailOf(world, [], mailId(event))).toEqual(event);
        judged++;
      }
      const size = emlOf(event, world).length;
      if (event.attachments.every(({ bytes }) => bytes < 900_000))
        expect(Math.abs(size - event.bytes)).toBeLessThan(Math.max(4000, event.bytes * 0.05));
    });
  expect(judged).toBeGreaterThan(20);
}, 60_000);
