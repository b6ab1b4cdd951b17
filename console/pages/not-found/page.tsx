// No such page.
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useI18n } from '../../i18n/context.tsx';
import { usePageTitle } from '../../lib/hooks.ts';
import { Empty } from '../../parts/states.tsx';

export function NotFound() {
  const { t } = useI18n();
  const navigate = useNavigate();
  usePageTitle(t('notFound.title'));
  return (
    <main className="centred">
      <h1 className="off-screen">{t('notFound.title')}</h1>
      <Empty
        title={t('notFound.title')}
        action={<Button onClick={() => void navigate({ to: '/' })}>{t('notFound.action')}</Button>}
      >
        {t('notFound.text')}
      </Empty>
    </main>
  );
}
