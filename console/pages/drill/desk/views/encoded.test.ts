// Encoded words of mail headers.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodedHeader } from './encoded.ts';

it('reads both encodings and several words in a row', () => {
  expect(decodedHeader('=?UTF-8?B?44Ki44Oz44Kx44O844OI?=')).toBe('アンケート');
  expect(decodedHeader('=?utf-8?q?caf=C3=A9_au_lait?= <a@b.example>')).toBe('café au lait <a@b.example>');
  expect(decodedHeader('=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=')).toBe('日本');
  expect(decodedHeader('Re: =?UTF-8?B?44Ki?= =?UTF-8?B?44Oz?=')).toBe('Re: アン');
});

it('leaves what it cannot read, and comes back with any text', () => {
  expect(decodedHeader('=?no-such?B?44Ki?=')).toBe('=?no-such?B?44Ki?=');
  expect(decodedHeader('=?UTF-8?B?!!!?=')).toBe('=?UTF-8?B?!!!?=');
  fc.assert(
    fc.property(fc.string(), text => {
      const coded = `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;
      expect(decodedHeader(coded)).toBe(
        Buffer.from(text)
          .toString()
          .replace(/^\ufeff/, ''),
      );
    }),
  );
});
