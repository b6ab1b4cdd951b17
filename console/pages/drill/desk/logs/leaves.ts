// Names and values of a JSON line, flat, so that one reads what it says and not how it is nested. Pure.
const most = 120;
/** Envelope of a Windows event. */
const frame = /^(?:System|Provider|TimeCreated|Execution|Security|Correlation)\./;

/** Undefined when the text is no JSON object. Attributes of XML elements count as values of their own. */
export function leavesOf(text: string): [name: string, value: string][] | undefined {
  if (!text.startsWith('{')) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  const leaves: [string, string][] = [];
  const walk = (value: unknown, path: readonly string[]): void => {
    if (leaves.length >= most || value === null || value === '') return;
    if (typeof value === 'object')
      for (const [name, inner] of Object.entries(value)) walk(inner, [...path, name]);
    else
      leaves.push([
        path
          .filter(name => !/^#(?:attributes|text)$/.test(name))
          .slice(-2)
          .join('.'),
        String(value),
      ]);
  };
  walk(parsed, []);
  const told = leaves.filter(([name]) => !/(?:^|\.)xmlns$/.test(name));
  // What the event says comes before what every event of its kind carries.
  return [...told.filter(([name]) => !frame.test(name)), ...told.filter(([name]) => frame.test(name))];
}
