import { useI18n } from '../../../../i18n/context.tsx';
export function View() {
  return useI18n().t('desk.view.case');
}
