// The language of test items: the reader's, and at a touch the other one, for instance to look up a term.
import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { Language } from '../../../../i18n/catalogue.ts';
import { useI18n } from '../../../../i18n/context.tsx';

/** Language of the items and its switch; follows the console until it is switched. */
export function useItemLanguage(): [Language, (language: Language) => void] {
  const { language } = useI18n();
  const [chosen, choose] = useState<Language>();
  return [chosen ?? language, choose];
}

export function ItemLanguage({ lang, onLang }: { lang: Language; onLang: (language: Language) => void }) {
  const { t } = useI18n();
  return (
    <SegmentedControl
      size="xs"
      value={lang}
      onChange={value => onLang(value as Language)}
      aria-label={t('review.test.language')}
      data={[
        { value: 'ja', label: <span lang="ja">日本語</span> },
        { value: 'en', label: <span lang="en">English</span> },
      ]}
    />
  );
}
