// Makes attackers' addresses unclickable in text that programs turn into links.

/** `http://evil.example/x` → `hxxp://evil[.]example/x`; dots of names and addresses bracketed. */
export const defang = (text: string): string =>
  text
    .replace(/\bhttp(s?):\/\//gi, 'hxxp$1://')
    .replace(/\bftp:\/\//gi, 'fxp://')
    .replace(/(?<=[\p{L}\p{N}-])\.(?=[\p{L}\p{N}-])/gu, '[.]')
    .replaceAll('@', '[@]');
