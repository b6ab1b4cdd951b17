// Domain names the way BIND prints them.

const plain = /^[A-Za-z0-9._*-]+$/;

/**
 * Name in master-file form (RFC 1035 §5.1): special characters with a backslash, everything unprintable as `\DDD` of its bytes.
 * The root is `.`; a trailing dot is left out.
 */
export function printName(name: string): string {
  const bare = name.length > 1 && name.endsWith('.') ? name.slice(0, -1) : name;
  if (bare === '') return '.';
  if (plain.test(bare)) return bare;
  let text = '';
  for (const byte of Buffer.from(bare)) {
    const c = String.fromCharCode(byte);
    if (byte <= 0x20 || byte >= 0x7f) text += `\\${String(byte).padStart(3, '0')}`;
    else text += '"().;\\@$'.includes(c) && c !== '.' ? `\\${c}` : c;
  }
  return text;
}
