// Mail, chat and calls with the people of the story, and what they want answered until when.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { visibleText } from '#model/visible.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { useView } from '../../../../lib/view.ts';
import { visibleBlock } from '../../../../parts/hostile.tsx';
import { Panel } from '../../../../parts/page.tsx';
import { Empty, Loaded } from '../../../../parts/states.tsx';
import { Tag } from '../../../../parts/tags.tsx';
import { simClock, simStamp } from '../../shared/clock.ts';
import { saidIn, useHere } from '../context.tsx';
import { deskQueries, type Message, type Messages, useDeskChange } from '../data.ts';
import { namedIn, type Thread, threadsOf } from '../messages.ts';
import { Thing } from '../parts/thing.tsx';
import { Compose } from './compose.tsx';
import { InjectList, InjectPane } from './injects.tsx';

const defaults = { thread: '', inject: '' };

/** Who is spoken to in a thread. */
function useThreadName(
  contacts: Messages['contacts'],
): (thread: Pick<Thread, 'role' | 'person' | 'messages'>) => string {
  const { side, t } = useI18n();
  return ({ role, person, messages }) => {
    const contact = contacts.find(one => one.role === role);
    const title = contact ? side(contact.title) : t(`desk.role.${role}`);
    const named = messages.find(one => one.personName)?.personName;
    return person ? `${named ? side(named) : visibleText(person)} (${title})` : title;
  };
}

export function View() {
  const { t } = useI18n();
  const { team } = useHere();
  const [view, setView] = useView(defaults);
  const query = useQuery(deskQueries.messages(team));
  const injects = useQuery(deskQueries.injects(team)).data?.items ?? [];
  const inject = injects.find(one => one.inject === view.inject);
  return (
    <Loaded query={query} lines={10}>
      {({ items, contacts }) => {
        const threads = threadsOf(
          items,
          contacts.map(one => one.role),
        );
        const thread = threads.find(one => one.id === view.thread);
        return (
          <div className={view.thread || view.inject ? 'message-desk chosen' : 'message-desk'}>
            <div className="stack">
              <InjectList
                items={injects}
                chosen={view.inject}
                onChoose={id => setView({ inject: id, thread: '' })}
              />
              <ThreadList
                threads={threads}
                contacts={contacts}
                chosen={view.thread}
                onChoose={id => setView({ thread: id, inject: '' })}
              />
            </div>
            <div className="message-pane">
              <button
                type="button"
                className="link-button phone-only"
                onClick={() => setView({ thread: '', inject: '' })}
              >
                ‹ {t('desk.messages.back')}
              </button>
              {inject ? (
                <InjectPane key={inject.inject} inject={inject} />
              ) : thread ? (
                <ThreadPane key={thread.id} thread={thread} contacts={contacts} />
              ) : (
                <Panel>
                  <Empty title={t('desk.messages.choose')}>{t('desk.messages.choose.text')}</Empty>
                </Panel>
              )}
            </div>
          </div>
        );
      }}
    </Loaded>
  );
}

function ThreadList({
  threads,
  contacts,
  chosen,
  onChoose,
}: {
  threads: readonly Thread[];
  contacts: Messages['contacts'];
  chosen: string;
  onChoose: (id: string) => void;
}) {
  const i18n = useI18n();
  const { t } = i18n;
  const nameOf = useThreadName(contacts);
  return (
    <nav className="panel thread-list" aria-label={t('desk.messages.threads')}>
      <ul>
        {threads.map(thread => {
          const last = thread.messages.at(-1);
          return (
            <li key={thread.id}>
              <button
                type="button"
                className={thread.id === chosen ? 'thread-item chosen' : 'thread-item'}
                aria-pressed={thread.id === chosen}
                onClick={() => onChoose(thread.id)}
              >
                <span className="row one-line">
                  <strong className="grow">{nameOf(thread)}</strong>
                  {thread.unread > 0 ? (
                    <span className="count">
                      {thread.unread} <span className="off-screen">{t('desk.unread')}</span>
                    </span>
                  ) : null}
                  {last ? <time className="num muted">{simClock(last.at, false)}</time> : null}
                </span>
                <span className="thread-last">
                  {last ? textOf(i18n, last).slice(0, 120) : t('desk.messages.silent')}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

const textOf = (i18n: ReturnType<typeof useI18n>, message: Message): string =>
  visibleBlock(saidIn(i18n, message).text);

function ThreadPane({ thread, contacts }: { thread: Thread; contacts: Messages['contacts'] }) {
  const i18n = useI18n();
  const { t } = i18n;
  const { desk } = useHere();
  const nameOf = useThreadName(contacts);
  const end = useRef<HTMLLIElement>(null);
  const read = useDeskChange<string[]>(ids => ['POST', 'read', { ids }], ['messages'], { quiet: true });
  const unread = thread.messages
    .filter(one => one.direction === 'in' && !one.read)
    .map(one => one.id)
    .slice(0, 200);
  const { mutate } = read;
  const fresh = unread.join(' ');
  useEffect(() => {
    if (desk.canWrite && fresh) mutate(fresh.split(' '));
  }, [desk.canWrite, fresh, mutate]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: goes to the end when something was said
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' });
  }, [thread.messages.length]);
  const channels = contacts.find(one => one.role === thread.role)?.channels ?? ['mail', 'chat', 'phone'];
  return (
    <Panel title={nameOf(thread)}>
      {thread.messages.length === 0 ? <p className="muted">{t('desk.messages.silent')}</p> : null}
      <ol className="said">
        {thread.messages.map((one, index) => {
          const names = one.direction === 'in' ? namedIn(one) : [];
          return (
            <li
              key={one.id}
              ref={index === thread.messages.length - 1 ? end : undefined}
              className={one.direction === 'in' ? 'said-item in' : 'said-item out'}
            >
              <p className="said-head">
                <time className="num">{simStamp(one.at, false).slice(5)}</time>
                <span>{t(`desk.channel.${one.channel}`)}</span>
                {one.direction === 'out' ? <span>{one.label}</span> : null}
                {one.action ? <Tag tone="idle">{t('desk.messages.action', { n: one.action })}</Tag> : null}
              </p>
              {one.subject ? <p className="strong">{visibleText(saidIn(i18n, one).subject)}</p> : null}
              <p className="said-text">{textOf(i18n, one)}</p>
              {names.length > 0 ? (
                <p className="things">
                  {names.map(({ type, value }) => (
                    <Thing key={`${type} ${value}`} type={type} value={value} />
                  ))}
                </p>
              ) : null}
            </li>
          );
        })}
      </ol>
      {desk.canWrite ? (
        <Compose
          role={thread.role}
          person={thread.person}
          channels={channels}
          answers={thread.messages.findLast(one => one.direction === 'in')?.id}
        />
      ) : null}
    </Panel>
  );
}
