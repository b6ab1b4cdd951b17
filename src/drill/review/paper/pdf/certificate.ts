// Certificates as a PDF: A4 landscape, a framed page each.
import { type CertificateOf, certificateWords } from '../certificate.ts';
import { saying } from '../words.ts';
import { ink } from './ink.ts';
import { a4, Sheet, type Type } from './sheet.ts';

const gold = '#b08d3c';

const [height, width] = a4;

/** A page each, in one language; at least one. `made`: date of making, Unix ms. */
export async function certificatesPdf(
  all: readonly [CertificateOf, ...CertificateOf[]],
  made: number,
): Promise<Buffer> {
  const [first] = all;
  const { title, addressed } = certificateWords(first);
  const sheet = new Sheet({
    title: `${title}: ${all.length === 1 ? addressed : first.exercise}`,
    language: first.language,
    made,
    size: [width, height],
    margin: { side: 110, top: 0, bottom: 0 },
  });
  for (const given of all) {
    if (given !== first) sheet.page();
    draw(sheet, given);
    await new Promise(resolve => setImmediate(resolve));
  }
  return sheet.finish(() => {});
}

function draw(sheet: Sheet, given: CertificateOf): void {
  const words = certificateWords(given);
  frame(sheet);
  const middle = { x: sheet.left, width: sheet.width };
  /** The largest of some sizes in which a text takes so many lines; the smallest cuts it. */
  const fitted = (text: string, sizes: readonly number[], most: number, type: Omit<Type, 'size'>): Type => {
    const size = sizes.find(
      one => sheet.lines(text, sheet.width, { ...type, size: one }).lines.length <= most,
    );
    return { ...type, size: size ?? sizes.at(-1)!, most, align: 'centre' };
  };
  const put = (role: 'H1' | 'P', text: string, y: number, type: Type): number => {
    let used = 0;
    sheet.block(role, () => {
      used = sheet.write(text, { ...middle, y }, type);
    });
    return y + used;
  };
  // Japanese titles are set wide apart.
  const title = given.language === 'ja' ? [...words.title].join(' ') : words.title;
  put('H1', title, 96, { size: 38, bold: true, colour: ink.brand, align: 'centre', most: 1 });
  sheet.art(doc => {
    doc
      .moveTo(width / 2 - 60, 164)
      .lineTo(width / 2 + 60, 164)
      .lineWidth(1.2)
      .strokeColor(gold)
      .stroke();
    doc.polygon([width / 2, 160], [width / 2 + 4, 164], [width / 2, 168], [width / 2 - 4, 164]).fill(gold);
  });
  let y = words.organisation === '' ? 204 : 192;
  if (words.organisation !== '')
    y = put('P', words.organisation, y, fitted(words.organisation, [14, 11], 2, { colour: ink.quiet }));
  const name = fitted(words.addressed, [28, 22, 16, 12], 1, { bold: true });
  y = put('P', words.addressed, y + 4, words.addressed.length > 60 ? { ...name, most: 2 } : name);
  sheet.art(doc =>
    doc
      .moveTo(width / 2 - 190, y + 4)
      .lineTo(width / 2 + 190, y + 4)
      .lineWidth(0.8)
      .strokeColor(ink.text)
      .stroke(),
  );
  y = put('P', words.says, y + 30, { ...fitted(words.says, [15, 13, 11], 2, {}), leading: 1.6, most: 4 });
  y += 22;
  for (const detail of words.details)
    y = put('P', detail, y, { size: 12, colour: ink.quiet, align: 'centre', most: 1, leading: 1.6 });
  const foot = height - 118;
  sheet.block('P', () => {
    sheet.write(words.date, { x: sheet.left, y: foot, width: 260 }, { size: 13, most: 1 });
  });
  // Whoever issues it signs or stamps here.
  sheet.block('P', () => {
    sheet.write(
      saying(given.language)('drill.paper.issuer'),
      { x: sheet.right - 240, y: foot, width: 80 },
      { size: 11, colour: ink.quiet, most: 1 },
    );
  });
  sheet.art(doc =>
    doc
      .moveTo(sheet.right - 240, foot + 21)
      .lineTo(sheet.right, foot + 21)
      .lineWidth(0.6)
      .strokeColor(ink.quiet)
      .stroke(),
  );
}

/** A double frame with turned corners. */
function frame(sheet: Sheet): void {
  sheet.art(doc => {
    doc
      .rect(26, 26, width - 52, height - 52)
      .lineWidth(5)
      .strokeColor(ink.brand)
      .stroke();
    doc
      .rect(35, 35, width - 70, height - 70)
      .lineWidth(0.9)
      .strokeColor(gold)
      .stroke();
    for (const [x, y, dx, dy] of [
      [35, 35, 1, 1],
      [width - 35, 35, -1, 1],
      [35, height - 35, 1, -1],
      [width - 35, height - 35, -1, -1],
    ] as const)
      for (const far of [26, 20])
        doc
          .moveTo(x + dx * far, y)
          .lineTo(x + dx * far, y + dy * far)
          .lineTo(x, y + dy * far)
          .lineWidth(0.9)
          .strokeColor(gold)
          .stroke();
  });
}
