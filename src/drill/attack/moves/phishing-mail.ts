// A mail with a lure comes in: attachment or link.

import { Type } from 'typebox';
import { senderBlocked } from '../../run/situation.ts';
import { seconds } from '../../run/state.ts';
import { mailIn } from '../../run/traces/network.ts';
import { done, failed, type Move } from '../operation.ts';
import { castName, count, fileHash, parameters } from './shared.ts';

export const phishingMail: Move = {
  id: 'phishing-mail',
  title: { ja: '標的型メールを送る', en: 'Sends a targeted mail' },
  summary: {
    ja: '業務を装うメールに添付ファイルかリンクを付けて、選んだ職員に送る。',
    en: 'A mail that looks like work, with an attachment or a link, to chosen people.',
  },
  parameters: parameters({
    to: castName('Person or people'),
    also: Type.Optional(castName('More recipients')),
    sender: castName('Sender'),
    subject: Type.String(),
    body: Type.String(),
    attachment: Type.Optional(Type.String({ description: 'File name' })),
    bytes: Type.Optional(count('Size of the attachment')),
    link: Type.Optional(castName('Domain of a link')),
  }),
  remote: false,
  *play(operation) {
    const { trail, run } = operation;
    const sender = operation.sender('sender');
    const recipients = [
      ...operation.people('to'),
      ...(operation.has('also') ? operation.people('also') : []),
    ];
    const blocked = senderBlocked(run.situation, sender.mail);
    const name = operation.text('attachment');
    const sha256 = fileHash(operation, name);
    const link = operation.has('link') ? operation.domain('link') : undefined;
    operation.left('email', sender.mail);
    operation.left('ip', sender.address);
    if (link) operation.left('url', `https://${link.domain}/`);
    for (const person of recipients) {
      mailIn(trail, {
        from: { name: sender.name, mail: sender.mail },
        envelopeFrom: sender.mail,
        peer: { ip: sender.address, name: sender.server },
        to: [person.mail],
        subject: operation.text('subject'),
        body: `${person.name.ja} 様\n\n${operation.text('body')}${link ? `\n\nhttps://${link.domain}/` : ''}\n\n${sender.name}\n`,
        attachments: name
          ? [{ name, mime: 'application/octet-stream', bytes: operation.number('bytes', 48_200), sha256 }]
          : [],
        spf: operation.random('spf').chance(0.5) ? 'none' : 'softfail',
        outcome: blocked ? 'rejected' : 'delivered',
      });
      yield seconds(2 + operation.random(person.id).int(25));
    }
    if (blocked) return failed('mail-blocked');
    return done;
  },
};
