// The proxy refuses a URL.
import { form, urlField } from './form.ts';
import { type Action, did, noEffect } from './order.ts';

export const blockUrl: Action = {
  id: 'block-url',
  group: 'block',
  title: { ja: 'URL を遮断', en: 'Block a URL' },
  summary: {
    ja: 'この文字列で始まる URL をプロキシで拒否する。',
    en: 'The proxy refuses URLs that begin with this.',
  },
  parameters: form({ url: urlField }),
  delay: [3, 8],
  cost: { ja: '狭い指定なら、ほとんどない。', en: 'Next to none when the URL is narrow.' },
  effort: 1,
  approval: 'none',
  sideEffects: {
    ja: '同じ場所の正規のページも見られない。',
    en: 'Legitimate pages under it cannot be seen.',
  },
  limits: {
    ja: '暗号化された通信(https)では、プロキシに見えるのはホスト名だけ。パスまで指定しても効かない。',
    en: 'With https the proxy sees the host only: a URL with a path has no effect.',
  },
  provokes: [],
  carryOut(order) {
    const url = order.text('url');
    if (order.standing('url', url)) return noEffect('already', { what: url });
    if (/^https:\/\/[^/]+\/.+/.test(url)) return noEffect('url-encrypted', { url });
    order.hold('url', url.replace(/^(https:\/\/[^/]+)\/$/, '$1'));
    return did('url-blocked', { url });
  },
};
