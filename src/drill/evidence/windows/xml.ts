// A record as XML, the way `wevtutil qe /f:xml` prints it: one line, attributes in single quotes.
import { escapeXml } from './escape-xml.ts';
import { knownKind } from './kinds.ts';
import { parseRecord, type WindowsRecord } from './parse.ts';

const braces = (guid: unknown): string => {
  const text = String(guid);
  return text === '' || text.startsWith('{') ? text.toLowerCase() : `{${text.toLowerCase()}}`;
};

/**
 * XML of one line of a windows-* source. Characters XML 1.0 cannot hold become U+FFFD; all else survives.
 * @throws HinomiError EVIDENCE_NOT_A_RECORD
 */
export function toXml(line: string): string {
  const record = parseRecord(line);
  const { provider, system } = record;
  const types = knownKind(record.channel, String(provider['Name']), record.id)?.types;
  const value = (name: string, given: unknown): string =>
    escapeXml(types?.get(name) === 'guid' ? braces(given) : String(given ?? ''));
  const attributes = (of: Record<string, unknown>): string =>
    Object.entries(of)
      .map(
        ([name, given]) =>
          ` ${name}='${escapeXml(name.endsWith('Guid') || name === 'ActivityID' ? braces(given) : String(given))}'`,
      )
      .join('');
  const element = (name: string): string => {
    const given = system[name];
    if (typeof given !== 'object') return `<${name}>${escapeXml(String(given))}</${name}>`;
    const own = (given as { '#attributes'?: Record<string, unknown> } | null)?.['#attributes'];
    return `<${name}${own ? attributes(own) : ''}/>`;
  };
  const qualifiers = record.qualifiers === undefined ? '' : ` Qualifiers='${record.qualifiers}'`;
  const head = `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>${element('Provider')}<EventID${qualifiers}>${record.id}</EventID>`;
  const rest = [
    'Version',
    'Level',
    'Task',
    'Opcode',
    'Keywords',
    'TimeCreated',
    'EventRecordID',
    'Correlation',
    'Execution',
    'Channel',
    'Computer',
    'Security',
  ];
  return `${head}${rest.map(element).join('')}</System>${body(record, value)}</Event>`;
}

function body(record: WindowsRecord, value: (name: string, given: unknown) => string): string {
  const { user, list, data, binary, dataName } = record;
  if (user) {
    const parts = data.map(([name, given]) => `<${name}>${value(name, given)}</${name}>`).join('');
    return `<UserData><${user.name} xmlns='${escapeXml(user.xmlns)}'>${parts}</${user.name}></UserData>`;
  }
  const parts = list
    ? list.map(given => `<Data>${value('', given)}</Data>`)
    : data.map(([name, given]) => `<Data Name='${escapeXml(name)}'>${value(name, given)}</Data>`);
  if (binary) parts.push(`<Binary>${binary}</Binary>`);
  if (parts.length === 0) return '<EventData></EventData>';
  return `<EventData${dataName ? ` Name='${escapeXml(dataName)}'` : ''}>${parts.join('')}</EventData>`;
}
