// The text that a bare word in the search bar is looked for in: every field a person would read, in lower case.
// The same expression is indexed (four-letter sequences), so it must be spelt identically in table and query.

const fields = [
  'message',
  'event.original',
  'process.command_line',
  'url.full',
  'user.name',
  'hinomi.password',
  'user_agent.original',
  'dns.question.name',
  'file.name',
  'rule.name',
] as const;

/** SQL expression over an event's row. ASCII letters are folded; other scripts are compared as they are. */
export const searchText = `lower(concatWithSeparator('\\n', ${fields.map(name => `\`${name}\``).join(', ')}))`;
