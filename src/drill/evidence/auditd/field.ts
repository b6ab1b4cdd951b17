// Values in audit records, as the kernel writes them.

const odd = /[^\x21\x23-\x7e]/;

/**
 * Text from outside the kernel (audit_log_untrustedstring): quoted, or in hexadecimal of its bytes when it holds a
 * space, a quote, a control character or anything beyond ASCII.
 */
export const untrusted = (text: string): string => (odd.test(text) ? hex(text) : `"${text}"`);

export const hex = (text: string): string => Buffer.from(text).toString('hex').toUpperCase();

/** The command line with NUL between arguments, the first 128 bytes of it (MAX_PROCTITLE_AUDIT_LEN). */
export const processTitle = (words: readonly string[]): string => {
  const title = words.join('\0');
  return words.length < 2 && !odd.test(title) && title.length <= 128
    ? `"${title}"`
    : Buffer.from(title).subarray(0, 128).toString('hex').toUpperCase();
};

/** sockaddr_in of `address:port` as the bytes are; undefined for anything else. */
export function socketAddress(text: string): string | undefined {
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3}):(\d{1,5})$/.exec(text);
  if (!found) return undefined;
  const [, a, b, c, d, port] = found.map(Number);
  const bytes = Buffer.alloc(16);
  bytes.writeUInt16LE(2, 0);
  bytes.writeUInt16BE(port! & 0xffff, 2);
  bytes.set([a!, b!, c!, d!], 4);
  return bytes.toString('hex').toUpperCase();
}
