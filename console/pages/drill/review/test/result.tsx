// One's own result after the critique has opened: estimates with their error, before beside after. Never a rank.
import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { MyTests } from '#model/drill/review.ts';
import type { Estimate } from '#model/drill/sitting.ts';
import type { Language } from '../../../../i18n/catalogue.ts';
import { type I18n, useI18n } from '../../../../i18n/context.tsx';
import { Icon } from '../../../../parts/icon.tsx';
import { Panel } from '../../../../parts/page.tsx';
import { Empty } from '../../../../parts/states.tsx';
import { Tag } from '../../../../parts/tags.tsx';
import { type EstimateRow, Estimates } from '../charts/estimates.tsx';
import { Inline } from '../lecture/markdown.tsx';
import { plusMinus } from '../text.ts';
import { Domains } from './domains.tsx';
import { ItemLanguage } from './language.tsx';

interface InLanguage {
  lang: Language;
  onLang: (language: Language) => void;
}

export function TestResult({ result, ...language }: { result: MyTests } & InLanguage) {
  const i18n = useI18n();
  const { t } = i18n;
  if (result.sittings.length === 0)
    return <Empty title={t('review.test.none')}>{t('review.test.none.text')}</Empty>;
  const rows = result.sittings.map(
    (sitting): EstimateRow => ({
      id: sitting.purpose,
      label: t(`review.test.title.${sitting.purpose}`),
      estimate: sitting.percent,
      figure: `${plusMinus(i18n, sitting.percent)} · ${t('review.test.right', { right: sitting.right, items: sitting.items })}`,
      tone: sitting.purpose,
    }),
  );
  return (
    <div className="stack-panels">
      <Panel title={t('review.test.result')}>
        <Estimates rows={rows} low={0} high={100} label={spoken(i18n, rows)} />
        <p className="muted">{t('review.test.result.text')}</p>
      </Panel>
      {result.gain ? <GainPanel gain={result.gain} /> : null}
      <Panel title={t('review.test.domains')}>
        <Domains sittings={result.sittings} />
      </Panel>
      {result.solutions ? <Solutions solutions={result.solutions} {...language} /> : null}
    </div>
  );
}

const spoken = (i18n: I18n, rows: readonly { label: string; estimate: Estimate }[]): string =>
  i18n.list(rows.map(row => `${row.label}: ${plusMinus(i18n, row.estimate)}`));

const tones = { improved: 'ok', declined: 'warn', 'no-reliable-change': 'idle' } as const;

function GainPanel({ gain: { gain, verdict } }: { gain: NonNullable<MyTests['gain']> }) {
  const i18n = useI18n();
  const { t } = i18n;
  const reach = Math.max(20, Math.ceil(Math.max(Math.abs(gain.low), Math.abs(gain.high)) / 10) * 10);
  const figure = plusMinus(i18n, gain, true);
  return (
    <Panel title={t('review.gain')} aside={<Tag tone={tones[verdict]}>{t(`review.gain.${verdict}`)}</Tag>}>
      <Estimates
        rows={[{ id: 'gain', label: t('review.gain.points'), estimate: gain, figure, tone: 'gain' }]}
        low={-reach}
        high={reach}
        zero
        label={`${t('review.gain')}: ${figure}`}
      />
      <p className="muted">{t(`review.gain.${verdict}.text`)}</p>
    </Panel>
  );
}

type Solution = NonNullable<MyTests['solutions']>[number];

function Solutions({ solutions, ...language }: { solutions: readonly Solution[] } & InLanguage) {
  const { t } = useI18n();
  const [which, setWhich] = useState('wrong');
  const wrong = solutions.filter(one => !one.right);
  const shown = which === 'wrong' ? wrong : solutions;
  return (
    <Panel
      title={t('review.test.solutions')}
      aside={
        <>
          <ItemLanguage {...language} />
          <SegmentedControl
            size="xs"
            value={which}
            onChange={setWhich}
            aria-label={t('review.test.solutions')}
            data={[
              { value: 'wrong', label: t('review.test.solutions.wrong', { count: wrong.length }) },
              { value: 'all', label: t('review.test.solutions.all', { count: solutions.length }) },
            ]}
          />
        </>
      }
    >
      {shown.length === 0 ? <Empty title={t('review.test.solutions.none')} /> : null}
      {shown.map(one => (
        <SolutionOf key={`${one.purpose}:${one.item}`} solution={one} lang={language.lang} />
      ))}
    </Panel>
  );
}

function SolutionOf({ solution, lang }: { solution: Solution; lang: Language }) {
  const { t } = useI18n();
  const ordered = solution.kind === 'order';
  return (
    <article className="rv-solution">
      <p className="row tight">
        <Tag tone={solution.right ? 'ok' : 'fail'}>
          {t(solution.right ? 'review.test.isRight' : 'review.test.isWrong')}
        </Tag>
        <span className="muted">{t(`review.test.title.${solution.purpose}`)}</span>
      </p>
      <h3 lang={lang}>
        <Inline text={solution.stem} />
      </h3>
      {solution.exhibit ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        <pre className="rv-exhibit" tabIndex={0}>
          {solution.exhibit}
        </pre>
      ) : null}
      {solution.kind === 'short' ? (
        <dl className="rv-short">
          <div>
            <dt>{t('review.test.mine')}</dt>
            <dd className="mono">{solution.mine || t('review.test.nothing')}</dd>
          </div>
          <div>
            <dt>{t('review.test.accepted')}</dt>
            <dd className="mono">{solution.accept?.join(' / ')}</dd>
          </div>
        </dl>
      ) : (
        <ol className="rv-key">
          {solution.options.map((option, index) => (
            <li key={option.text} className={option.key ? 'key' : ''}>
              <span className="rv-key-mark">
                {ordered ? index + 1 : option.key ? <Icon name="check" size={14} /> : null}
              </span>
              <span>
                <span lang={lang}>
                  <Inline text={option.text} />
                </span>{' '}
                {option.key && !ordered ? <span className="off-screen">{t('review.test.key')}</span> : null}
                {option.chosen ? (
                  <Tag tone={option.key ? 'ok' : 'fail'}>
                    {t(ordered ? 'review.test.chosenPlace' : 'review.test.chosen')}
                  </Tag>
                ) : null}
                {option.why ? (
                  <span className="muted rv-why" lang={lang}>
                    <Inline text={option.why} />
                  </span>
                ) : null}
              </span>
            </li>
          ))}
        </ol>
      )}
      <p lang={lang}>
        <Inline text={solution.explanation} />
      </p>
    </article>
  );
}
