// Windows events as evtx_dump writes them, flattened to the names rules use.

export interface SigmaEvent {
  channel: string;
  provider: string;
  id: string;
  computer: string;
  /** ISO 8601, '' when the event tells none. */
  time: string;
  /** Absent: no such field. Null: the field is there and empty of value. Several values: any may match. */
  fields: ReadonlyMap<string, string | null | readonly string[]>;
}

type Json = Record<string, unknown>;
const isMap = (value: unknown): value is Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
const inside = (value: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>((here, name) => (isMap(here) ? here[name] : undefined), value);
const scalar = (value: unknown): string =>
  value === null || value === undefined ? '' : typeof value === 'object' ? '' : String(value);

const maxDepth = 8;

function spread(data: unknown, into: Map<string, string | null | readonly string[]>, depth: number): void {
  if (!isMap(data) || depth > maxDepth) return;
  for (const [name, value] of Object.entries(data)) {
    if (name === '#attributes') continue;
    if (isMap(value) && !('#text' in value)) {
      spread(value, into, depth + 1);
      continue;
    }
    const held = isMap(value) ? value['#text'] : value;
    const flat = Array.isArray(held) ? held.map(scalar) : held === null ? null : scalar(held);
    if (!into.has(name)) into.set(name, flat);
    // Defender names its fields with spaces; rules write them without.
    if (name.includes(' ')) into.set(name.replaceAll(' ', ''), flat);
  }
}

/** Flattens one `{"Event": …}`; undefined when it is none. Never throws. */
export function flatten(value: unknown): SigmaEvent | undefined {
  const event = inside(value, 'Event');
  const system = inside(event, 'System');
  if (!isMap(system)) return undefined;
  const number = system['EventID'];
  const id = scalar(isMap(number) ? number['#text'] : number);
  const channel = scalar(system['Channel']);
  const provider = scalar(inside(system, 'Provider', '#attributes', 'Name'));
  const computer = scalar(system['Computer']);
  const fields = new Map<string, string | null | readonly string[]>([
    ['EventID', id],
    ['Channel', channel],
    ['Provider_Name', provider],
    ['Computer', computer],
    ['Level', scalar(system['Level'])],
  ]);
  spread(inside(event, 'EventData'), fields, 0);
  spread(inside(event, 'UserData'), fields, 0);
  const time = scalar(inside(system, 'TimeCreated', '#attributes', 'SystemTime'));
  return { channel, provider, id, computer, time, fields };
}
