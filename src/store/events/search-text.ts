// The text that a bare word in the search bar is looked for in: every field a person would read, in lower case.
// One index of four-letter sequences covers them joined; the search itself looks at each field by itself, which is
// several times faster than joining them again.

const fields = [
  'event.original',
  'message',
  'process.command_line',
  'url.full',
  'user.name',
  'hinomi.password',
  'user_agent.original',
  'dns.question.name',
  'file.name',
  'rule.name',
] as const;

/** The indexed expression. It must be spelt identically in table and query. */
export const searchText = `lower(concatWithSeparator('\\n', ${fields.map(name => `\`${name}\``).join(', ')}))`;

/**
 * Condition that some text field is like a pattern in lower case. The joined text comes last: it prunes by its index,
 * and is computed only for rows that the fields let through. (`indexHint` would say the same, and is not heeded.)
 */
export const anyTextLike = (pattern: string, indexed: boolean): string =>
  `((${fields.map(name => `lower(\`${name}\`) LIKE ${pattern}`).join(' OR ')})${indexed ? ` AND ${searchText} LIKE ${pattern}` : ''})`;

/** Letters in one entry of the index: shorter words cannot use it. */
export const indexedLetters = 4;
