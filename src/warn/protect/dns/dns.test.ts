// The codec against hostile bytes, names against the limits of RFC 1035, signatures against tampering.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HinomiError } from '#model/errors.ts';
import { rrClass, rrType } from './constants.ts';
import { decode, Writer } from './message.ts';
import { lowerWire, nameText, nameWire, readName, sameName, skipName } from './name.ts';
import { findTsig, TsigSigner, tsigFailure, verifyTsig } from './tsig.ts';

const label = fc.uint8Array({ minLength: 1, maxLength: 63 });
const wireName = fc
  .array(label, { maxLength: 6 })
  .map(labels => Uint8Array.from([...labels.flatMap(each => [each.length, ...each]), 0]))
  .filter(wire => wire.length <= 255);

describe('names', () => {
  test('presentation form and wire form are each other’s inverse, for any bytes', () => {
    fc.assert(
      fc.property(wireName, wire => {
        expect([...nameWire(nameText(wire))]).toEqual([...wire]);
        expect([...readName(wire, 0).wire]).toEqual([...wire]);
        expect(skipName(wire, 0)).toBe(wire.length);
        expect(sameName(wire, lowerWire(Uint8Array.from(wire)))).toBe(true);
      }),
    );
  });
  test.each(['a..b', '.a', `${'a'.repeat(64)}.b`, `${'abcdefg.'.repeat(32)}a`])('refuses %s', text => {
    expect(() => nameWire(text)).toThrow(HinomiError);
  });
  test('a pointer may only go back: loops and chains end', () => {
    const loop = Uint8Array.from([0xc0, 0x00]);
    expect(() => readName(loop, 0)).toThrow(/backwards/);
    const twice = Uint8Array.from([1, 0x61, 0xc0, 0x04, 0xc0, 0x02]);
    expect(() => readName(twice, 4)).toThrow(HinomiError);
    // Names grow by following pointers: the 255 bytes bound holds there too.
    const long = Buffer.alloc(600);
    let at = 0;
    for (let index = 0; index < 4; index++) {
      long[at] = 63;
      at += 64;
      if (index < 3) continue;
    }
    long[at] = 0;
    expect(() => readName(long, 0)).toThrow(/255/);
  });
});

describe('messages', () => {
  test('any bytes are refused with a coded error or decode within bounds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), bytes => {
        try {
          const message = decode(bytes);
          const count = message.answers.length + message.authorities.length + message.additionals.length;
          expect(count * 11).toBeLessThanOrEqual(bytes.length);
        } catch (error) {
          expect(error).toBeInstanceOf(HinomiError);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  const record = fc.record({
    name: wireName,
    type: fc.integer({ min: 0, max: 0xffff }),
    ttl: fc.integer({ min: 0, max: 0xffffffff }),
    data: fc.uint8Array({ maxLength: 60 }),
  });
  test('what the writer writes decodes to the same; every cut and every flipped byte is survived', () => {
    fc.assert(
      fc.property(
        wireName,
        fc.array(record, { maxLength: 4 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (name, records, place, flip) => {
          const out = new Writer(64)
            .header(7, 0x8180, [1, records.length, 0, 0])
            .question({ name, type: 1, class: 1 });
          for (const each of records) out.record(each.name, each.type, rrClass.IN, each.ttl, each.data);
          const bytes = Buffer.from(out.done());
          const message = decode(bytes);
          expect(message.answers.map(({ type, ttl }) => ({ type, ttl }))).toEqual(
            records.map(({ type, ttl }) => ({ type, ttl })),
          );
          expect(message.answers.map(each => Buffer.from(each.rdata).toString('hex'))).toEqual(
            records.map(each => Buffer.from(each.data).toString('hex')),
          );
          expect(() => decode(bytes.subarray(0, place % bytes.length))).toThrow(HinomiError);
          bytes[place % bytes.length]! ^= flip;
          try {
            decode(bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(HinomiError);
          }
        },
      ),
    );
  });
});

describe('TSIG (RFC 8945)', () => {
  const key = { name: 'key.example', secret: Buffer.alloc(32, 7).toString('base64') };
  const now = 1_700_000_000;
  const question = () =>
    Buffer.from(
      new Writer(64)
        .header(9, 0, [1, 0, 0, 0])
        .question({ name: nameWire('zone.example'), type: rrType.SOA, class: rrClass.IN })
        .done(),
    );
  const check = (message: Buffer, at = now) => verifyTsig(message, findTsig(message)!, [key], at);

  test('a signed message verifies; any change of it does not', () => {
    const signed = new TsigSigner(key).sign(question(), now);
    expect(check(signed).ok).toBe(true);
    for (let at = 0; at < signed.length; at++) {
      const changed = Buffer.from(signed);
      changed[at]! ^= 0x01;
      let verdict = false;
      try {
        const tsig = findTsig(changed);
        verdict = tsig !== undefined && verifyTsig(changed, tsig, [key], now).ok;
      } catch (error) {
        expect(error).toBeInstanceOf(HinomiError);
      }
      // Flipping the case of the key name or the message id (the original id is signed) is no forgery.
      const harmless = at < 2 || verdict === false || nameIsOnlyCase(signed, changed);
      expect(harmless, `byte ${at}`).toBe(true);
    }
  });
  const nameIsOnlyCase = (a: Buffer, b: Buffer): boolean =>
    a.toString('latin1').toLowerCase() === b.toString('latin1').toLowerCase();

  test('time outside the window is BADTIME and the answer carries ours; unknown keys are BADKEY; cut MACs are refused', () => {
    const signed = new TsigSigner(key).sign(question(), now);
    const late = check(signed, now + 301);
    expect(late).toMatchObject({ ok: false, error: 18 });
    if (late.ok) throw new Error('unreachable');
    const reply = tsigFailure(question(), late, now + 301);
    const found = findTsig(reply);
    if (!found || found === 'bad') throw new Error('no TSIG');
    expect(Buffer.from(found.other).readUIntBE(0, 6)).toBe(now + 301);
    expect(verifyTsig(signed, findTsig(signed)!, [], now)).toMatchObject({ ok: false, error: 17 });
  });

  test('messages after the first are chained: order and omission are noticed', () => {
    const request = new TsigSigner(key).sign(question(), now);
    const verdict = check(request);
    if (!verdict.ok) throw new Error('unreachable');
    const one = new TsigSigner(key, verdict.mac);
    const first = one.sign(question(), now);
    const second = one.sign(question(), now);
    expect(verifyTsig(first, findTsig(first)!, [key], now, verdict.mac).ok).toBe(true);
    expect(verifyTsig(second, findTsig(second)!, [key], now, verdict.mac).ok).toBe(false);
  });
});
