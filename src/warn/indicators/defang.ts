// Defanged indicators, as people write them in mail and reports so that nobody clicks: both directions.

/** `hxxp[:]//evil[.]example` → `http://evil.example`. Text without such marks comes back trimmed. */
export function refang(text: string): string {
  return text
    .trim()
    .replace(/^h(?:xx|\*\*|tt)p(s?)(?=\W)/i, 'http$1')
    .replace(/\[:\/\/\]|\[:\]\/\//g, '://')
    .replace(/[[({](?:\.|dot)[\])}]/gi, '.')
    .replace(/\[:\]/g, ':');
}

/** `http://evil.example/a` → `hxxp://evil[.]example/a`: for people to read, never to follow. */
export function defang(value: string): string {
  const scheme = /^http(s?):\/\/([^/?#]*)/i.exec(value);
  if (scheme)
    return `hxxp${scheme[1]}://${scheme[2]!.replaceAll('.', '[.]')}${value.slice(scheme[0].length)}`;
  return /^[0-9a-f]{32}(?:[0-9a-f]{32})?$/.test(value) ? value : value.replaceAll('.', '[.]');
}
