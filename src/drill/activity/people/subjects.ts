// Subjects of everyday mail in both languages.
import type { Random } from '../../world/random.ts';

const topics = {
  ja: [
    '定例会議の資料',
    '来週の日程調整',
    '請求書の送付',
    '見積依頼',
    '研修の案内',
    '出張報告',
    '勤怠の確認',
    '契約書の確認',
    '議事録(案)',
    '年度計画の修正',
    'システム停止のお知らせ',
    '備品の購入',
    '健康診断の日程',
    '引き継ぎ事項',
    '窓口当番表',
    '調査への回答',
    '歓送迎会の出欠',
    '様式の改定',
    '予算執行状況',
    '打合せのお礼',
    '名刺の発注',
    '会議室の変更',
    'アンケートのお願い',
    '進捗報告',
    '工程表の更新',
    '電話メモ',
    'パスワード変更のお願い',
    '納品日のご連絡',
    'お問い合わせの件',
    '申請書の差し替え',
  ],
  en: [
    'Minutes of the meeting',
    'Schedule for next week',
    'Invoice enclosed',
    'Request for quotation',
    'Training announcement',
    'Travel report',
    'Contract for review',
    'Budget figures',
    'Maintenance window',
    'Updated plan',
    'Handover notes',
    'Survey',
    'Room change',
    'Question about the form',
    'Delivery date',
    'Progress report',
  ],
} as const;

const letters: Record<string, { ja: readonly string[]; en: readonly string[] }> = {
  newsletter: {
    ja: [
      '【今週のニュース】最新情報をお届けします',
      'メールマガジン',
      'セミナー開催のご案内',
      '新着記事のお知らせ',
      'キャンペーンのお知らせ',
    ],
    en: ['This week in brief', 'Newsletter', 'Webinar invitation', 'New articles for you'],
  },
  spam: {
    ja: [
      '【重要】お支払い方法の更新',
      '当選のお知らせ',
      'アカウントの確認をお願いします',
      '荷物のお届けについて',
      '限定セール 本日まで',
      '未払い料金のお知らせ',
    ],
    en: [
      'Your account needs attention',
      'You have been selected',
      'Parcel waiting',
      'Last day: special offer',
      'Invoice overdue',
    ],
  },
  citizen: {
    ja: ['手続きについての質問', '問い合わせ', 'お願い', '申請書について', '予約の変更', '苦情'],
    en: ['Question about an application', 'Enquiry', 'Change of appointment', 'Complaint'],
  },
};

export const languageOf = (random: Random): 'ja' | 'en' => (random.next() < 0.86 ? 'ja' : 'en');

/** A subject as people write it, with its answer marks, dates and numbers. */
export function subjectOf(random: Random, language: 'ja' | 'en', kind = ''): string {
  const list = letters[kind]?.[language] ?? topics[language];
  const topic = random.pick(list);
  const form = random.next();
  const month = 1 + random.int(12);
  const day = 1 + random.int(28);
  if (kind === 'newsletter' || kind === 'spam')
    return form < 0.5
      ? topic
      : language === 'ja'
        ? `${topic} ${month}月${day}日号`
        : `${topic} (${month}/${day})`;
  const dated =
    form < 0.25
      ? language === 'ja'
        ? `${topic}(${month}/${day})`
        : `${topic} ${day}/${month}`
      : form < 0.4
        ? language === 'ja'
          ? `${topic}について`
          : `About: ${topic.toLowerCase()}`
        : topic;
  const mark = random.next();
  return mark < 0.3
    ? `Re: ${dated}`
    : mark < 0.35
      ? `Fw: ${dated}`
      : mark < 0.4 && language === 'ja'
        ? `【再送】${dated}`
        : dated;
}

const documents = {
  ja: ['会議資料', '見積書', '請求書', '議事録', '名簿', '報告書', '計画書', '様式第3号', '写真', '図面'],
  en: ['agenda', 'quotation', 'invoice', 'minutes', 'report', 'plan', 'form', 'photos'],
} as const;
const types = [
  ['pdf', 'application/pdf', 12.6],
  ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 10.8],
  ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 10.7],
  ['pdf', 'application/pdf', 12.6],
  ['zip', 'application/zip', 14],
  ['jpg', 'image/jpeg', 13.5],
] as const;

/** A document people send each other. */
export function attachmentOf(random: Random, language: 'ja' | 'en') {
  const [extension, mime, mu] = random.pick(types);
  const date = `2026${String(1 + random.int(12)).padStart(2, '0')}${String(1 + random.int(28)).padStart(2, '0')}`;
  return {
    name: `${date}_${random.pick(documents[language])}.${extension}`,
    mime,
    bytes: Math.round(random.lognormal(mu, 1)),
    sha256: random.hex(64),
  };
}
