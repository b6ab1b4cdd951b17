// Bulk enrolment: a pasted or uploaded list of people becomes seats in teams.

export interface Enrolled {
  name: string;
  mail: string;
  organisation: string;
  /** Name of the wanted team; '' = wherever there is room. */
  team: string;
}

const headers: Readonly<Record<string, keyof Enrolled>> = {
  name: 'name',
  氏名: 'name',
  名前: 'name',
  mail: 'mail',
  email: 'mail',
  'e-mail': 'mail',
  メール: 'mail',
  メールアドレス: 'mail',
  organisation: 'organisation',
  organization: 'organisation',
  所属: 'organisation',
  組織: 'organisation',
  team: 'team',
  チーム: 'team',
  班: 'team',
};

const most = 2_000;
const longest = 200;

/** Splits CSV or tab-separated text (RFC 4180 quoting). Never throws. */
export function cellsOf(text: string): string[][] {
  const separator = text.includes('\t') ? '\t' : ',';
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const endCell = () => {
    row.push(cell.trim());
    cell = '';
  };
  const endRow = () => {
    endCell();
    if (row.some(one => one !== '')) rows.push(row);
    row = [];
  };
  for (let i = 0; i < text.length; i++) {
    const sign = text[i]!;
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[i + 1] === '"') {
        cell += '"';
        i++;
      } else quoted = false;
    } else if (sign === '"' && cell.trim() === '') {
      cell = '';
      quoted = true;
    } else if (sign === separator) endCell();
    else if (sign === '\n') endRow();
    else if (sign !== '\r') cell += sign;
  }
  endRow();
  return rows;
}

/**
 * Reads a list of people. The first row may name the columns in Japanese or English; without it they are name, mail,
 * organisation, team. Lines that cannot be used are told with their number, not fatal.
 */
export function readPeople(text: string): { people: Enrolled[]; refused: { line: number; why: string }[] } {
  const rows = cellsOf(text.replace(/^\uFEFF/, ''));
  const first = (rows[0] ?? []).map(cell => headers[cell.normalize('NFKC').toLowerCase()]);
  const titled = first.includes('name');
  const columns: (keyof Enrolled | undefined)[] = titled ? first : ['name', 'mail', 'organisation', 'team'];
  const people: Enrolled[] = [];
  const refused: { line: number; why: string }[] = [];
  rows.slice(titled ? 1 : 0).forEach((cells, index) => {
    const line = index + (titled ? 2 : 1);
    const person: Enrolled = { name: '', mail: '', organisation: '', team: '' };
    cells.forEach((cell, column) => {
      const field = columns[column];
      if (field) person[field] = cell.replaceAll(/\p{Cc}/gu, ' ');
    });
    if (person.name === '') refused.push({ line, why: 'no name' });
    else if (Object.values(person).some(value => value.length > longest))
      refused.push({ line, why: `a field is longer than ${longest} characters` });
    else if (person.mail !== '' && !/^[^\s@]+@[^\s@]+$/.test(person.mail))
      refused.push({ line, why: 'the mail address is not one' });
    else if (people.length >= most) refused.push({ line, why: `more than ${most} people` });
    else people.push(person);
  });
  return { people, refused };
}

/** Shares people out: those who name a team go together, the others fill teams of a size evenly. */
export function shareOut(people: readonly Enrolled[], size: number): { team: string; people: Enrolled[] }[] {
  const named = new Map<string, Enrolled[]>();
  const free: Enrolled[] = [];
  for (const person of people) {
    if (person.team === '') free.push(person);
    else named.set(person.team, [...(named.get(person.team) ?? []), person]);
  }
  const teams = [...named].map(([team, members]) => ({ team, people: members }));
  const count = Math.ceil(free.length / size);
  for (let i = 0; i < count; i++)
    // Every count-th person: teams differ by one person at most.
    teams.push({ team: '', people: free.filter((_person, index) => index % count === i) });
  return teams;
}
