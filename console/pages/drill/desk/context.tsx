// The desk one sits at (or looks at), for all of its views.
import { createContext, useContext } from 'react';
import type { MessageView } from '#model/drill/api.ts';
import type { MessageValues } from '#model/messages.ts';
import { visibleText } from '#model/visible.ts';
import type { I18n } from '../../../i18n/context.tsx';
import type { SearchValues } from '../../../lib/view.ts';
import { To, type ToProps } from '../../../parts/link.tsx';
import { type ReviewViewName, reviewViews } from '../review/tabs.ts';
import type { Desk } from '../shared/api.ts';

interface Here {
  team: string;
  desk: Desk;
}

const HereContext = createContext<Here | undefined>(undefined);
export const HereProvider = HereContext.Provider;

/** The desk of the page. */
export function useHere(): Here {
  const here = useContext(HereContext);
  if (!here) throw new Error('useHere outside a desk');
  return here;
}

export const deskViews = [
  'briefing',
  'alerts',
  'logs',
  'hosts',
  'actions',
  'case',
  'report',
  'messages',
  'hints',
] as const;
export type DeskViewName = (typeof deskViews)[number] | ReviewViewName;
export const isDeskView = (name: string): name is DeskViewName =>
  ([...deskViews, ...reviewViews] as readonly string[]).includes(name);

/** A link to a view of this desk. */
export function ToView({
  view,
  search,
  ...rest
}: Omit<ToProps, 'to'> & { view: DeskViewName; search?: SearchValues }) {
  const { team } = useHere();
  return <To to={`/drill/desk/${team}/${view}`} {...(search ? { search } : {})} {...rest} />;
}

/** A text the story says by its key; what an attacker may have written in it is made visible. */
export const storyText = (i18n: I18n, message: { key: string; values: MessageValues }): string =>
  i18n.drillText({
    key: message.key,
    values: Object.fromEntries(
      Object.entries(message.values).map(([name, value]) => [
        name,
        typeof value === 'string' ? visibleText(value) : value,
      ]),
    ),
  });

/** Subject and text of a message in the reader's language where it is known in both. */
export const saidIn = (
  i18n: I18n,
  { subject, text, message, sides }: Pick<MessageView, 'subject' | 'text' | 'message' | 'sides'>,
): { subject: string; text: string } =>
  sides
    ? { subject: i18n.side(sides.subject), text: i18n.side(sides.text) }
    : { subject, text: message ? storyText(i18n, message) : text };
