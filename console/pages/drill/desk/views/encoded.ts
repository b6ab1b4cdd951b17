// Words of mail headers as RFC 2047 writes them: `=?UTF-8?B?…?=`. Pure; what is no such word stays as it is.
const word = /=\?([^?\s]+)\?([bq])\?([^?\s]*)\?=/gi;

function bytesOf(kind: string, text: string): Uint8Array {
  if (kind.toLowerCase() === 'b') return Uint8Array.from(atob(text), char => char.charCodeAt(0));
  const plain = text
    .replaceAll('_', ' ')
    .replaceAll(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Uint8Array.from(plain, char => char.charCodeAt(0));
}

/** A header's value for people. Blanks between two encoded words are not part of the text (RFC 2047, 6.2). */
export const decodedHeader = (value: string): string =>
  value
    .replaceAll(/(\?=)\s+(=\?)/g, '$1$2')
    .replaceAll(word, (whole, charset: string, kind: string, text: string) => {
      try {
        return new TextDecoder(charset).decode(bytesOf(kind, text));
      } catch {
        return whole;
      }
    });
