// The search bar of events: their fields and known values are offered while typing.
import { eventField } from '#model/event/fields.ts';
import { completeSearch } from '#model/search/complete.ts';
import { useI18n } from '../../i18n/context.tsx';
import { QueryBar } from '../../parts/query-bar.tsx';

export function SearchBar(props: { value: string; autoFocus: boolean; onSearch: (query: string) => void }) {
  const { t, language } = useI18n();
  return (
    <QueryBar
      {...props}
      placeholder={t('events.placeholder')}
      label={t('events.search')}
      offersAt={(text, caret) => completeSearch(text, caret, 10)}
      describe={one => (one.kind === 'field' ? eventField(one.field)?.[language] : one.field)}
    />
  );
}
