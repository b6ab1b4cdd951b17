// The exercises one has a place in.
import { useI18n } from '../../../i18n/context.tsx';
import { PageHead } from '../../../parts/page.tsx';

export function Page() {
  const { t } = useI18n();
  return <PageHead title={t('class.title')} />;
}
