// What went wrong, where, and what to do, in the reader's language.
import { formatMessage } from '#model/messages.ts';
import { visibleText } from '#model/visible.ts';
import { ApiError } from '../api/client.ts';
import type { I18n } from '../i18n/context.tsx';

export interface ErrorText {
  title: string;
  remedy: string;
  code: string;
}

/** Texts for any error; unknown ones keep the server's own English words. */
export function describeError({ t, errorText }: I18n, error: unknown): ErrorText {
  if (!(error instanceof ApiError))
    return {
      title: t('error.unexpected'),
      remedy: t('error.unexpected.remedy'),
      code: String(error).slice(0, 200),
    };
  if (error.status === 0)
    return { title: t('error.unreachable'), remedy: t('error.unreachable.remedy'), code: error.code };
  const values: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(error.place))
    if (typeof value === 'string') values[name] = visibleText(value);
    else if (typeof value === 'number') values[name] = value;
  const translated = errorText(error.code);
  const remedy = errorText(`${error.code}.remedy`);
  return {
    title: translated ? formatMessage(translated, values) : visibleText(error.message),
    remedy: remedy ? formatMessage(remedy, values) : visibleText(error.remedy),
    code: error.code,
  };
}
