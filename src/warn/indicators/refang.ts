// Indicators as people write them in mail and reports so that nobody clicks, made whole again.

/** `hxxp[:]//evil[.]example` → `http://evil.example`. Text without such marks comes back trimmed. */
export const refang = (text: string): string =>
  text
    .trim()
    .replace(/^h(?:xx|\*\*|tt)p(s?)(?=\W)/i, 'http$1')
    .replace(/\[:\/\/\]|\[:\]\/\//g, '://')
    .replace(/[[({](?:\.|dot)[\])}]/gi, '.')
    .replace(/\[:\]/g, ':');
