// The files of a tar archive (ustar, with GNU and pax long names), from memory.

/** Yields regular files with their names. Stops quietly at the end or at a header that is none. */
export function* tarFiles(archive: Buffer): Generator<{ name: string; data: Buffer }> {
  const text = (from: number, length: number) => {
    const part = archive.subarray(from, from + length);
    const end = part.indexOf(0);
    return part.subarray(0, end < 0 ? length : end).toString('utf8');
  };
  let longName: string | undefined;
  for (let at = 0; at + 512 <= archive.length && archive[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, 12).trim() || '0', 8);
    if (!Number.isSafeInteger(size) || size < 0) return;
    const type = text(at + 156, 1);
    const data = archive.subarray(at + 512, at + 512 + size);
    if (type === 'L') longName = data.toString('utf8').replace(/\0.*$/s, '');
    else if (type === 'x') longName = /\d+ path=([^\n]*)\n/.exec(data.toString('utf8'))?.[1];
    else {
      const prefix = text(at + 345, 155);
      if (type === '' || type === '0')
        yield { name: longName ?? (prefix ? `${prefix}/` : '') + text(at, 100), data };
      longName = undefined;
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
}
