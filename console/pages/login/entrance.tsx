// The frame of the pages before sign-in.
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useI18n } from '../../i18n/context.tsx';

export function Entrance({ title, children }: { title: string; children: ReactNode }) {
  const { t, language, setLanguage } = useI18n();
  const other = language === 'ja' ? 'en' : 'ja';
  return (
    <main className="entrance" id="main">
      <div className="entrance-box">
        <div className="entrance-brand">
          <img src="/mark.svg" alt="" width={36} height={36} />
          <div>
            <strong>Hinomi</strong> <span lang="ja">火の見</span>
            <p className="muted">{t('brand.line')}</p>
          </div>
        </div>
        <h1>{title}</h1>
        {children}
      </div>
      <Button variant="subtle" color="gray" lang={other} onClick={() => setLanguage(other)}>
        {other === 'ja' ? '日本語' : 'English'}
      </Button>
    </main>
  );
}
