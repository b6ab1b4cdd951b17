// From the JSON Schema of an action's parameters to the fields of a form, and what is wrong with what was typed. Pure.

/** What a field is chosen from; `text` is written. */
export type Pick =
  | 'host'
  | 'account'
  | 'segment'
  | 'sender'
  | 'name'
  | 'address'
  | 'url'
  | 'indicator'
  | 'number'
  | 'text';
const picks: readonly string[] = [
  'host',
  'account',
  'segment',
  'sender',
  'name',
  'address',
  'url',
  'indicator',
];

export interface Field {
  name: string;
  /** What it asks for; texts are named by it. */
  title: string;
  pick: Pick;
  required: boolean;
  /** Several values may be given, with blanks or commas between them. */
  many: boolean;
  pattern?: RegExp;
  most: number;
  least?: number;
  greatest?: number;
  options?: readonly string[];
}

type Schema = Readonly<Record<string, unknown>>;
const record = (value: unknown): Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : {};
const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

function regex(pattern: unknown): RegExp | undefined {
  if (typeof pattern !== 'string') return undefined;
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return undefined;
  }
}

/** Fields of a form in the order of the schema. Unknown kinds become text: the server checks. */
export function fieldsOf(schema: unknown): Field[] {
  const { properties, required } = record(schema);
  const needed = Array.isArray(required) ? required : [];
  return Object.entries(record(properties)).map(([name, given]) => {
    const one = record(given);
    const title = typeof one['title'] === 'string' ? one['title'] : name;
    const wanted = one['x-pick'] ?? title;
    const numeric = one['type'] === 'integer' || one['type'] === 'number';
    const pattern = regex(one['pattern']);
    const least = number(one['minimum']);
    const greatest = number(one['maximum']);
    const options = Array.isArray(one['enum']) ? one['enum'].map(String) : undefined;
    return {
      name,
      title,
      pick: numeric ? 'number' : picks.includes(String(wanted)) ? (wanted as Pick) : 'text',
      required: needed.includes(name),
      many: pattern?.test('a1, b2') ?? false,
      ...(pattern ? { pattern } : {}),
      most: number(one['maxLength']) ?? 2_000,
      ...(least === undefined ? {} : { least }),
      ...(greatest === undefined ? {} : { greatest }),
      ...(options ? { options } : {}),
    };
  });
}

/** Why a value does not fit its field; undefined when it does. */
export function wrong(field: Field, value: string): 'missing' | 'form' | 'number' | undefined {
  const text = value.trim();
  if (text === '') return field.required ? 'missing' : undefined;
  if (field.pick === 'number') {
    const n = Number(text);
    return Number.isInteger(n) && n >= (field.least ?? n) && n <= (field.greatest ?? n)
      ? undefined
      : 'number';
  }
  if (text.length > field.most) return 'form';
  if (field.options && !field.options.includes(text)) return 'form';
  return field.pattern && !field.pattern.test(text) ? 'form' : undefined;
}

/** What is sent: numbers as numbers, empty fields not at all. */
export function parametersOf(
  fields: readonly Field[],
  values: Readonly<Record<string, string>>,
): Record<string, string | number> {
  const sent: Record<string, string | number> = {};
  for (const field of fields) {
    const text = (values[field.name] ?? '').trim();
    if (text !== '') sent[field.name] = field.pick === 'number' ? Number(text) : text;
  }
  return sent;
}

/** The word a list of values ends with, to complete it: text before it, and it. */
export function lastWord(value: string, many: boolean): [before: string, word: string] {
  if (!many) return ['', value];
  const cut = /^(.*[\s,;])?([^\s,;]*)$/s.exec(value);
  return [cut?.[1] ?? '', cut?.[2] ?? value];
}
