// Files that stand for attachments: of the right type and size, opened by the programs meant for them, and empty of everything
// but a note. No exercise file has a program in it.
import type { SimTime } from '../../../world/entities.ts';
import type { Attachment } from '../../../world/event.ts';
import { zip } from '../zip.ts';

/** Larger attachments are cut to this size. */
export const largest = 1 << 20;

const note = ({ name, bytes, sha256 }: Attachment): string =>
  [
    'This file stands for an attachment of a simulated organisation. There is no program in it.',
    'このファイルは演習用の組織の添付ファイルの代わりであり、プログラムは含まれていません。',
    `Name: ${name}`,
    `Size: ${bytes}`,
    `SHA-256: ${sha256}`,
    '',
  ].join('\r\n');

/** `make` with as much filling as gives the size wanted; as small as it gets when that is larger. */
function sized(size: number, make: (filling: number) => Buffer): Buffer {
  const least = make(0);
  return least.length >= size ? least : make(size - least.length);
}

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const word = {
  part: 'word/document.xml',
  type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml',
  body: (text: string) =>
    `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${text
      .split('\r\n')
      .map(line => `<w:p><w:r><w:t>${line}</w:t></w:r></w:p>`)
      .join('')}</w:body></w:document>`,
};
const excel = {
  part: 'xl/workbook.xml',
  type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml',
  body: () =>
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
};
const sheet = (text: string): string =>
  `${xml}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${text
    .split('\r\n')
    .map((line, n) => `<row r="${n + 1}"><c r="A${n + 1}" t="inlineStr"><is><t>${line}</t></is></c></row>`)
    .join('')}</sheetData></worksheet>`;

const escaped = (text: string): string =>
  text
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');

const relationships = (list: string): string =>
  `${xml}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list}</Relationships>`;
const relation = (id: string, type: string, target: string): string =>
  `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`;

function office(kind: typeof word, text: string, at: SimTime, size: number): Buffer {
  const isSheet = kind.part.startsWith('xl/');
  const files: [string, string][] = [
    [
      '[Content_Types].xml',
      `${xml}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/${kind.part}" ContentType="${kind.type}"/>${isSheet ? '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>' : ''}</Types>`,
    ],
    ['_rels/.rels', relationships(relation('rId1', 'officeDocument', kind.part))],
    [kind.part, xml + kind.body(escaped(text))],
  ];
  if (isSheet)
    files.push(
      ['xl/_rels/workbook.xml.rels', relationships(relation('rId1', 'worksheet', 'worksheets/sheet1.xml'))],
      ['xl/worksheets/sheet1.xml', sheet(escaped(text))],
    );
  const entries = files.map(([name, data]) => ({ name, data: Buffer.from(data) }));
  return sized(size, filling =>
    zip([...entries, { name: 'docProps/custom.xml', data: Buffer.alloc(filling, 0x20), stored: true }], at),
  );
}

function pdf(text: string, size: number): Buffer {
  const lines = text.split('\r\n').map(line => line.replace(/[^\x20-\x7e]/g, '').replace(/[()\\]/g, '\\$&'));
  const content = `BT /F1 10 Tf 14 TL 40 800 Td\n${lines.map(line => `(${line}) Tj T*`).join('\n')}\nET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  return sized(size, filling => {
    const offsets: number[] = [];
    let file = '%PDF-1.4\n';
    if (filling > 2) file += `%${' '.repeat(filling - 2)}\n`;
    for (const [n, object] of objects.entries()) {
      offsets.push(file.length);
      file += `${n + 1} 0 obj\n${object}\nendobj\n`;
    }
    const table = file.length;
    const rows = offsets.map(offset => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
    file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${String(table).padStart(8, '0')}\n%%EOF\n`;
    return Buffer.from(file, 'latin1');
  });
}

/** One grey point (baseline JPEG, ITU-T T.81), the note in its comments. */
function jpeg(text: string, size: number): Buffer {
  const hex = (digits: string) => Buffer.from(digits.replaceAll(' ', ''), 'hex');
  const comment = (data: Buffer) => {
    const head = Buffer.from([0xff, 0xfe, 0, 0]);
    head.writeUInt16BE(data.length + 2, 2);
    return Buffer.concat([head, data]);
  };
  const begin = hex('ffd8 ffe0 0010 4a46494600 0101 00 0001 0001 00 00');
  const table = Buffer.concat([hex('ffdb 0043 00'), Buffer.alloc(64, 1)]);
  const codes = (kind: string) => hex(`ffc4 0014 ${kind} 01${'00'.repeat(15)} 00`);
  const rest = [
    table,
    hex('ffc0 000b 08 0001 0001 01 01 11 00'),
    codes('00'),
    codes('10'),
    hex('ffda 0008 01 01 00 00 3f 00 3f ffd9'),
  ];
  return sized(size, filling => {
    const fill: Buffer[] = [];
    for (let left = filling; left > 3; ) {
      const piece = Math.min(left, 65_000);
      fill.push(comment(Buffer.alloc(piece - 4, 0x20)));
      left -= piece;
    }
    return Buffer.concat([begin, comment(Buffer.from(text)), ...fill, ...rest]);
  });
}

const plain = (text: string, size: number): Buffer =>
  sized(size, filling => Buffer.from(text + ' '.repeat(filling)));

/** The file a message carries for an attachment. `at`: when it was sent. */
export function placeholder(attachment: Attachment, at: SimTime): Buffer {
  const text = note(attachment);
  const size = Math.min(attachment.bytes, largest);
  const extension = /\.([A-Za-z0-9]{1,8})$/.exec(attachment.name)?.[1]?.toLowerCase();
  switch (extension) {
    case 'pdf':
      return pdf(text, size);
    case 'docx':
    case 'docm':
      return office(word, text, at, size);
    case 'xlsx':
    case 'xlsm':
      return office(excel, text, at, size);
    case 'jpg':
    case 'jpeg':
      return jpeg(text, size);
    case 'zip':
      return sized(size, filling =>
        zip(
          [
            { name: 'README.txt', data: Buffer.from(text) },
            { name: 'contents.bin', data: Buffer.alloc(filling), stored: true },
          ],
          at,
        ),
      );
    default:
      return plain(text, size);
  }
}
