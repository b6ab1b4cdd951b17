// Skill test of a desk: begin, sit, handed in, own result.
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { TestView } from '#model/drill/review.ts';
import { send } from '../../../../api/client.ts';
import type { Language } from '../../../../i18n/catalogue.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { useChange } from '../../../../lib/hooks.ts';
import { Empty, Loaded } from '../../../../parts/states.tsx';
import { Time } from '../../../../parts/time.tsx';
import { useHere } from '../../desk/context.tsx';
import { ofDesk, reviewQueries } from '../data.ts';
import { useItemLanguage } from './language.tsx';
import { TestResult } from './result.tsx';
import { SittingPage } from './sitting.tsx';

export function View() {
  const { t } = useI18n();
  const { team, desk } = useHere();
  if (desk.exercise.place.role !== 'trainee')
    return <Empty title={t('review.test.personal')}>{t('review.test.personal.text')}</Empty>;
  return <Own team={team} />;
}

function Own({ team }: { team: string }) {
  const { desk } = useHere();
  const [lang, setLang] = useItemLanguage();
  const test = useQuery(reviewQueries.test(team, lang));
  return (
    <Loaded query={test}>
      {view =>
        view.open ? (
          view.sitting ? (
            <SittingPage
              key={view.sitting.id}
              team={team}
              sitting={view.sitting}
              phase={desk.phase}
              lang={lang}
              onLang={setLang}
            />
          ) : (
            <Begin team={team} view={view} lang={lang} />
          )
        ) : desk.exercise.resultsOpen ? (
          <Result team={team} />
        ) : (
          <Closed view={view} />
        )
      }
    </Loaded>
  );
}

function Begin({ team, view, lang }: { team: string; view: TestView; lang: Language }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const start = useChange(() => send<TestView>('POST', ofDesk(team, `test/start?lang=${lang}`)), {
    after: started => client.setQueryData(reviewQueries.test(team, lang).queryKey, started),
  });
  return (
    <div className="rv-begin">
      <h1>{t(`review.test.title.${view.purpose ?? 'before'}`)}</h1>
      <ul>
        <li>{t('review.test.begin.items', { count: view.of })}</li>
        <li>{t('review.test.begin.alone')}</li>
        <li>{t('review.test.begin.saved')}</li>
        <li>{t('review.test.begin.time')}</li>
        <li>{t('review.test.begin.result')}</li>
      </ul>
      <Button size="md" loading={start.isPending} onClick={() => start.mutate()}>
        {t('review.test.begin')}
      </Button>
    </div>
  );
}

function Closed({ view }: { view: TestView }) {
  const { t } = useI18n();
  const last = view.handedIn.at(-1);
  if (!last) return <Empty title={t('review.test.closed')}>{t('review.test.closed.text')}</Empty>;
  if (last.closed)
    return (
      <Empty title={t('review.test.closedBy')}>
        <Time at={last.submittedAt} /> ·{' '}
        {last.answered === 0
          ? t('review.test.closedBy.nothing')
          : t('review.test.closedBy.text', { answered: last.answered, of: last.of })}
      </Empty>
    );
  return (
    <Empty title={t('review.test.handedIn')}>
      <Time at={last.submittedAt} /> · {t('review.test.handedIn.text')}
    </Empty>
  );
}

function Result({ team }: { team: string }) {
  const { t } = useI18n();
  const [lang, setLang] = useItemLanguage();
  const result = useQuery(reviewQueries.testResult(team, lang));
  return (
    <>
      <h1 className="rv-title">{t('review.test.own')}</h1>
      <Loaded query={result}>{found => <TestResult result={found} lang={lang} onLang={setLang} />}</Loaded>
    </>
  );
}
