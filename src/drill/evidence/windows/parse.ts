// Reads a line of a Windows source back into its parts.
import { HinomiError } from '#model/errors.ts';

type Attributes = Record<string, unknown>;
export interface WindowsRecord {
  provider: Attributes;
  id: number;
  qualifiers: number | undefined;
  /** Rest of System in order: Version … Keywords, TimeCreated, EventRecordID, … */
  system: Record<string, unknown>;
  time: string;
  recordId: number;
  channel: string;
  computer: string;
  level: number;
  task: number;
  keywords: string;
  /** Named values of EventData or of the element in UserData, in order. */
  data: [string, unknown][];
  /** Nameless values of a classic source. */
  list: unknown[] | undefined;
  binary: string | undefined;
  dataName: string | undefined;
  user: { name: string; xmlns: string } | undefined;
}

const asObject = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
const attributes = (value: unknown): Attributes => asObject(asObject(value)['#attributes']);

/**
 * Takes apart a line as the sources here write it (JSON of the event's XML, as evtx_dump gives it).
 * @throws HinomiError EVIDENCE_NOT_A_RECORD when the line is no such JSON.
 */
export function parseRecord(line: string): WindowsRecord {
  let root: unknown;
  try {
    root = JSON.parse(line);
  } catch {
    root = undefined;
  }
  const event = asObject(asObject(root)['Event']);
  const system = asObject(event['System']);
  if (typeof system['Channel'] !== 'string')
    throw new HinomiError('EVIDENCE_NOT_A_RECORD', 'The line is no Windows event record.', {
      remedy: 'Give lines of a windows-* source as they are, one record a line.',
    });
  const number = system['EventID'];
  const parsed: WindowsRecord = {
    provider: attributes(system['Provider']),
    id: Number(typeof number === 'object' ? asObject(number)['#text'] : number),
    qualifiers: typeof number === 'object' ? Number(attributes(number)['Qualifiers']) : undefined,
    system,
    time: String(attributes(system['TimeCreated'])['SystemTime']),
    recordId: Number(system['EventRecordID']),
    channel: system['Channel'],
    computer: String(system['Computer']),
    level: Number(system['Level']),
    task: Number(system['Task']),
    keywords: String(system['Keywords']),
    data: [],
    list: undefined,
    binary: undefined,
    dataName: undefined,
    user: undefined,
  };
  if (event['UserData'] !== undefined) {
    const [name, body] = Object.entries(asObject(event['UserData']))[0] ?? ['Data', {}];
    parsed.user = { name, xmlns: String(attributes(body)['xmlns'] ?? '') };
    parsed.data = Object.entries(asObject(body)).filter(([key]) => key !== '#attributes');
    return parsed;
  }
  const body = asObject(event['EventData']);
  const dataName = attributes(body)['Name'];
  if (typeof dataName === 'string') parsed.dataName = dataName;
  if (typeof body['Binary'] === 'string') parsed.binary = body['Binary'];
  const list = asObject(body['Data'])['#text'];
  if (Array.isArray(list)) parsed.list = list;
  else parsed.data = Object.entries(body).filter(([key]) => key !== '#attributes' && key !== 'Binary');
  return parsed;
}
