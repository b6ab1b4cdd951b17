// A text in both languages. One side may stay empty: it then says the same as the other, and the form tells so.
import { Textarea, TextInput } from '@mantine/core';
import type { Localized } from '#model/localized.ts';
import { useI18n } from '../../../../i18n/context.tsx';

const languages = ['ja', 'en'] as const;

/** The text as it is sent: an empty side says the same as the other. */
export const filled = ({ ja, en }: Localized): Localized => ({
  ja: ja.trim() || en.trim(),
  en: en.trim() || ja.trim(),
});
export const isEmpty = (text: Localized): boolean => filled(text).ja === '';
/** As the form shows a stored text: a side that only repeats the other is empty. */
export const unfilled = (text: Localized, first: 'ja' | 'en'): Localized =>
  text.ja === text.en ? { ja: '', en: '', [first]: text.ja } : text;

export function Both({
  label,
  value,
  onChange,
  first,
  max,
  lines = 1,
  required = false,
  autoFocus = false,
}: {
  label: string;
  value: Localized;
  onChange: (value: Localized) => void;
  /** Language that stands first: that of the exercise. */
  first: 'ja' | 'en';
  max: number;
  lines?: number;
  required?: boolean;
  autoFocus?: boolean;
}) {
  const { t } = useI18n();
  const order = first === 'ja' ? languages : ([...languages].reverse() as typeof languages | ['en', 'ja']);
  return (
    <div className="both-sides">
      {order.map(language => {
        const other = language === 'ja' ? 'en' : 'ja';
        const same = value[language].trim() === '' && value[other].trim() !== '';
        const field = {
          label: t('class.both.label', { label, language: t(`class.both.${language}`) }),
          lang: language,
          value: value[language],
          maxLength: max,
          // One side is enough; which one is free.
          required: required && value[other].trim() === '',
          withAsterisk: required && language === first && value[other].trim() === '',
          ...(same ? { placeholder: value[other].slice(0, 200) } : {}),
          ...(autoFocus && language === first ? { 'data-autofocus': true } : {}),
          description: same ? t('class.both.same', { language: t(`class.both.${other}`) }) : null,
          inputWrapperOrder: ['label', 'input', 'description'] as ('label' | 'input' | 'description')[],
          onChange: (event: { currentTarget: { value: string } }) =>
            onChange({ ...value, [language]: event.currentTarget.value }),
        };
        return lines > 1 ? (
          <Textarea key={language} {...field} autosize minRows={lines} maxRows={14} />
        ) : (
          <TextInput key={language} {...field} />
        );
      })}
    </div>
  );
}
