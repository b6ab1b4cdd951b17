// The test as one sits it: an item at a time, an overview of all, answers saved as they are given.
import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { PhaseView } from '#model/drill/api.ts';
import type { TestView } from '#model/drill/review.ts';
import { send } from '../../../../api/client.ts';
import type { Language } from '../../../../i18n/catalogue.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { describeError } from '../../../../lib/errors.ts';
import { useChange } from '../../../../lib/hooks.ts';
import { Icon } from '../../../../parts/icon.tsx';
import { Time } from '../../../../parts/time.tsx';
import { deskKey } from '../../shared/api.ts';
import { countdown, usePhaseLeft } from '../../shared/clock.ts';
import { ofDesk, reviewQueries } from '../data.ts';
import { type Answers, chosen, isAnswered, type Kept, useAnswers } from './answers.ts';
import { Item, type ShownItem } from './item.tsx';
import { ItemLanguage } from './language.tsx';

type Sitting = NonNullable<TestView['sitting']>;

export function SittingPage({
  team,
  sitting,
  phase,
  lang,
  onLang,
}: {
  team: string;
  sitting: Sitting;
  phase: PhaseView | null;
  lang: Language;
  onLang: (language: Language) => void;
}) {
  const { t } = useI18n();
  const { items } = sitting;
  const [index, setIndex] = useState(() =>
    Math.max(
      0,
      items.findIndex(item => !isAnswered(item.answer)),
    ),
  );
  const seconds = useSeconds(items[index]!.id);
  const kept = useAnswers(team, firstAnswers(items), seconds);
  const { answers, give } = kept;
  const item = items[index]!;
  const answered = items.filter(one => isAnswered(answers[one.id])).length;
  const go = useCallback(
    (to: number) => setIndex(Math.min(items.length - 1, Math.max(0, to))),
    [items.length],
  );
  useTestKeys(item, index, answers, give, go);
  return (
    <div className="rv-test">
      <header className="rv-test-head">
        <h1>{t(`review.test.title.${sitting.purpose}`)}</h1>
        <ItemLanguage lang={lang} onLang={onLang} />
        <Left phase={phase} />
        <Saved kept={kept} />
      </header>
      <nav className="rv-overview" aria-label={t('review.test.overview')}>
        {items.map((one, place) => {
          const done = isAnswered(answers[one.id]);
          return (
            <button
              key={one.id}
              type="button"
              className={done ? 'done' : ''}
              aria-current={place === index ? 'step' : undefined}
              aria-label={t(done ? 'review.test.item.done' : 'review.test.item.open', { number: place + 1 })}
              onClick={() => go(place)}
            >
              {place + 1}
            </button>
          );
        })}
      </nav>
      <Item
        key={item.id}
        item={item}
        lang={lang}
        number={index + 1}
        answer={answers[item.id]}
        onAnswer={answer => give(item.id, answer)}
      />
      <footer className="rv-test-foot">
        <Button
          variant="default"
          leftSection={<Icon name="left" />}
          disabled={index === 0}
          onClick={() => go(index - 1)}
        >
          {t('review.test.back')}
        </Button>
        <Button
          variant={index === items.length - 1 ? 'default' : 'filled'}
          rightSection={<Icon name="right" />}
          disabled={index === items.length - 1}
          onClick={() => go(index + 1)}
        >
          {t('review.test.next')}
        </Button>
        <span className="muted grow">{t('review.test.answered', { answered, of: items.length })}</span>
        <HandIn team={team} open={items.length - answered} kept={kept} lang={lang} />
      </footer>
      <p className="muted desk-only">
        <Icon name="keyboard" size={14} /> {t('review.test.keys')}
      </p>
    </div>
  );
}

const firstAnswers = (items: readonly ShownItem[]): Answers =>
  Object.fromEntries(items.flatMap(item => (item.answer === undefined ? [] : [[item.id, item.answer]])));

/** How long each item was on the screen, s. */
function useSeconds(current: string): (item: string) => number {
  const spent = useRef(new Map<string, number>());
  const since = useRef({ item: current, at: performance.now() });
  const note = useCallback(() => {
    const now = performance.now();
    const { item, at } = since.current;
    spent.current.set(item, (spent.current.get(item) ?? 0) + (now - at) / 1000);
    since.current = { item, at: now };
  }, []);
  useEffect(() => {
    note();
    since.current.item = current;
  }, [current, note]);
  return useCallback(
    item => {
      note();
      return Math.min(86_400, Math.round(spent.current.get(item) ?? 0));
    },
    [note],
  );
}

function Left({ phase }: { phase: PhaseView | null }) {
  const { t } = useI18n();
  const left = usePhaseLeft(phase);
  if (!phase) return null;
  return (
    <span className={left < 60_000 ? 'rv-left short' : 'rv-left'} role="timer">
      <Icon name="clock" size={14} />{' '}
      {left >= 0 ? t('review.test.left', { time: countdown(left) }) : t('review.test.over')}
    </span>
  );
}

function Saved({ kept }: { kept: Kept }) {
  const i18n = useI18n();
  if (kept.error !== undefined) {
    const { title, remedy } = describeError(i18n, kept.error);
    return (
      <span className="rv-saved failed" role="alert">
        <Icon name="warn" size={14} /> {i18n.t('review.test.notSaved')} {title} {remedy}{' '}
        <Button size="compact-xs" variant="default" onClick={kept.retry}>
          {i18n.t('retry')}
        </Button>
      </span>
    );
  }
  return (
    <span className="rv-saved" role="status">
      {kept.sending > 0 ? (
        i18n.t('review.test.saving')
      ) : kept.savedAt ? (
        <>
          <Icon name="check" size={14} /> {i18n.t('review.test.saved')} <Time at={kept.savedAt} />
        </>
      ) : (
        i18n.t('review.test.saves')
      )}
    </span>
  );
}

function HandIn({ team, open, kept, lang }: { team: string; open: number; kept: Kept; lang: Language }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const [asked, ask] = useDisclosure(false);
  const handIn = useChange(
    async () => {
      // What is still on its way belongs to the test; what does not arrive is shown, and nothing is handed in.
      if (!(await kept.settled())) return undefined;
      return send<TestView>('POST', ofDesk(team, `test/submit?lang=${lang}`));
    },
    {
      after: view => {
        ask.close();
        if (!view) return;
        client.setQueryData(reviewQueries.test(team, lang).queryKey, view);
        void client.invalidateQueries({ queryKey: deskKey(team, 'test') });
      },
    },
  );
  return (
    <>
      <Button onClick={ask.open} variant={open === 0 ? 'filled' : 'default'}>
        {t('review.test.handIn')}
      </Button>
      <Modal
        opened={asked}
        onClose={ask.close}
        title={t('review.test.handIn')}
        size="sm"
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <p>{open > 0 ? t('review.test.handIn.open', { count: open }) : t('review.test.handIn.all')}</p>
        <p className="muted">{t('review.test.handIn.final')}</p>
        <div className="form-actions">
          <Button variant="default" onClick={ask.close}>
            {t('review.test.handIn.back')}
          </Button>
          <Button loading={handIn.isPending} onClick={() => handIn.mutate()}>
            {t('review.test.handIn')}
          </Button>
        </div>
      </Modal>
    </>
  );
}

/** 1–9 choose, ← and → turn the page. Comes before the keys of the desk, which lead away. */
function useTestKeys(
  item: ShownItem,
  index: number,
  answers: Answers,
  give: Kept['give'],
  go: (to: number) => void,
): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      const { target } = event;
      if (document.querySelector('[role="dialog"]')) return;
      const writing =
        target instanceof HTMLElement &&
        target.matches('input:not([type=radio],[type=checkbox]), textarea, select');
      if (writing) return;
      const place = /^[1-9]$/.test(event.key) ? Number(event.key) - 1 : -1;
      if (place >= 0) {
        event.stopImmediatePropagation();
        if (item.kind === 'short' || place >= item.options.length) return;
        event.preventDefault();
        const known = answers[item.id];
        give(item.id, chosen(item.kind, Array.isArray(known) ? known : [], place));
      } else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
        // In the switch of language the arrows are its own.
        if (target instanceof HTMLElement && target.closest('.rv-test-head')) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        go(index + (event.key === 'ArrowRight' ? 1 : -1));
      }
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [item, index, answers, give, go]);
}
