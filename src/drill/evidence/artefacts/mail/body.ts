// What everyday mail says: short letters of office life in both languages, the same for the same message each time.
import type { Correspondent, Person, World } from '../../../world/entities.ts';
import type { Mail } from '../../../world/event.ts';
import { type Random, stream } from '../../../world/random.ts';

interface Phrases {
  open: readonly string[];
  middle: readonly string[];
  close: readonly string[];
}
type Kind = Correspondent['kind'] | 'colleague';
type Language = 'ja' | 'en';

const office: Record<Language, Phrases> = {
  ja: {
    open: [
      'いつもお世話になっております。標記の件、ご連絡いたします。',
      'お世話になっております。「{topic}」についてお送りします。',
      'お疲れさまです。{topic}の件です。',
    ],
    middle: [
      '先日の打合せの内容を反映し、一部を修正しました。変更箇所は赤字にしてあります。',
      'お手数ですが、今週中に内容をご確認のうえ、ご意見があればお知らせください。',
      '期日が近づいておりますので、未提出の場合は至急ご対応をお願いします。',
      '関係課には別途連絡済みです。不明な点は担当までお問い合わせください。',
      '日程の候補は別記のとおりです。ご都合の悪い日がありましたらご返信ください。',
      '数量と金額に変更はありません。納期のみ一週間ほど遅れる見込みです。',
    ],
    close: [
      'どうぞよろしくお願いいたします。',
      'ご確認のほど、よろしくお願いします。',
      '取り急ぎご連絡まで。',
    ],
  },
  en: {
    open: [
      'I am writing about {topic}.',
      'Following our talk the other day, here is what we agreed on {topic}.',
      'A short note on {topic}.',
    ],
    middle: [
      'The changes since the last version are marked. Nothing else has been touched.',
      'Could you look through it this week and let me know what you think?',
      'The dates we could offer are below; please tell me if one of them does not suit you.',
      'Quantities and prices stay as they were; delivery will be about a week later.',
      'The other sections have been told. Please ask me if anything is unclear.',
    ],
    close: ['Thank you and kind regards,', 'Best regards,', 'Many thanks,'],
  },
};
const newsletter: Record<Language, Phrases> = {
  ja: {
    open: ['平素よりご購読いただき、誠にありがとうございます。今号の内容をお届けします。'],
    middle: [
      '■特集:業務の見直しで残業を減らす五つの工夫\nhttps://www.{domain}/feature/',
      '■セミナーのご案内:制度改正のポイント解説(参加無料・オンライン)\nhttps://www.{domain}/seminar/',
      '■読者の声:窓口の待ち時間を短くした事例\nhttps://www.{domain}/voice/',
      '■お知らせ:サイトの保守のため、日曜日の未明に一時停止します。',
    ],
    close: ['配信の停止はこちらからお手続きください。\nhttps://www.{domain}/unsubscribe/'],
  },
  en: {
    open: ['Thank you for reading. Here is what this issue has for you.'],
    middle: [
      '* Feature: five ways to spend less time on forms\nhttps://www.{domain}/feature/',
      '* Webinar: what the new rules mean for you (free, online)\nhttps://www.{domain}/webinar/',
      '* From our readers: shorter queues at the counter\nhttps://www.{domain}/readers/',
    ],
    close: ['To stop receiving this letter:\nhttps://www.{domain}/unsubscribe/'],
  },
};
const spam: Record<Language, Phrases> = {
  ja: {
    open: ['お客様のアカウントに関する重要なお知らせです。'],
    middle: [
      '二十四時間以内にお手続きいただけない場合、ご利用を停止することがあります。\nhttps://www.{domain}/login/',
      '抽選の結果、お客様が当選されました。下記よりお受け取りください。\nhttps://www.{domain}/prize/',
    ],
    close: ['このメールは送信専用です。'],
  },
  en: {
    open: ['This is an important message about your account.'],
    middle: [
      'If you do not act within 24 hours, service may be suspended.\nhttps://www.{domain}/login/',
      'You have been selected. Collect your reward here.\nhttps://www.{domain}/prize/',
    ],
    close: ['Please do not reply to this message.'],
  },
};
const citizen: Record<Language, Phrases> = {
  ja: {
    open: [
      '突然のメールで失礼いたします。市内に住む者です。',
      'お世話になります。手続きについて教えてください。',
    ],
    middle: [
      '平日は仕事のため窓口に伺うことができません。郵送での申請はできますか。',
      '予約した日に都合が悪くなりました。翌週に変更をお願いできないでしょうか。',
      '必要な書類と手数料を教えていただけますと助かります。',
      '先日の対応について、少し気になる点がありましたのでご連絡しました。',
    ],
    close: ['お忙しいところ恐れ入りますが、よろしくお願いいたします。'],
  },
  en: {
    open: ['I live in the city and have a question.'],
    middle: [
      'I cannot come on weekdays. Is it possible to apply by post?',
      'Could my appointment be moved to the following week?',
      'Which papers should I bring, and what does it cost?',
    ],
    close: ['Thank you for your help.'],
  },
};

const phrases: Record<Kind, Record<Language, Phrases>> = {
  colleague: office,
  partner: office,
  vendor: office,
  government: office,
  newsletter,
  spam,
  citizen,
};

const familyName = (name: string): string => name.split(/[\s ]/)[0] ?? name;
const topicOf = (subject: string): string => subject.replace(/^(?:Re: |Fw: |【再送】)+/, '');

function greeting(event: Mail, kind: Kind, to: Person | undefined): string {
  if (kind === 'newsletter' || kind === 'spam') return '';
  const several = event.to.length > 1;
  if (event.language === 'en')
    return several ? 'Dear colleagues,\n\n' : to ? `Dear ${to.name.en},\n\n` : 'Dear Sir or Madam,\n\n';
  if (several) return '各位\n\n';
  return to ? `${familyName(to.name.ja)}様\n\n` : 'ご担当者様\n\n';
}

function signature(event: Mail, world: World, from: Person | undefined): string {
  if (!from) return `${event.from.name}\n${event.from.mail}\n`;
  const { language } = event;
  const line = '-'.repeat(40);
  return [
    line,
    world.organisation.name[language],
    `${from.department.name[language]} ${from.title[language]}`,
    from.name[language],
    language === 'ja' ? `内線 ${from.phone}` : `Extension ${from.phone}`,
    from.mail,
    line,
    '',
  ].join('\n');
}

function sentences(random: Random, list: readonly string[]): string[] {
  const first = random.int(list.length);
  const count = Math.min(list.length, 1 + random.int(3));
  return Array.from({ length: count }, (_, n) => list[(first + n) % list.length]!);
}

/** Text of a message, lines ended by `\n`. What the world already says stands; everyday mail is made up. */
export function bodyOf(event: Mail, world: World): string {
  if (event.body !== '') return event.body.endsWith('\n') ? event.body : `${event.body}\n`;
  const { people } = world.organisation;
  const from = people.find(person => person.mail === event.from.mail);
  const to = people.find(person => person.mail === event.to[0]);
  const kind: Kind = from
    ? 'colleague'
    : (world.internet.correspondents.find(one => one.mail === event.from.mail)?.kind ?? 'partner');
  const random = stream(world.seed, event.messageId, 'body');
  const { open, middle, close } = phrases[kind][event.language];
  const fill = (text: string) =>
    text
      .replaceAll('{topic}', topicOf(event.subject))
      .replaceAll('{domain}', event.from.mail.slice(event.from.mail.lastIndexOf('@') + 1));
  return [
    `${greeting(event, kind, to)}${fill(random.pick(open))}`,
    ...sentences(random, middle).map(fill),
    fill(random.pick(close)),
    signature(event, world, from),
  ].join('\n\n');
}
