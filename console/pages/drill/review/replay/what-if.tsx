// What would have happened: another choice, the same attack, computed anew.
import { Button, SegmentedControl, Select, Slider } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Change, DebriefView, WhatIf } from '#model/drill/review.ts';
import type { Localized } from '#model/localized.ts';
import { minute } from '#model/time.ts';
import { send } from '../../../../api/client.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { useChange } from '../../../../lib/hooks.ts';
import { Panel } from '../../../../parts/page.tsx';
import { Failure, Waiting } from '../../../../parts/states.tsx';
import { FieldInput } from '../../desk/actions/field.tsx';
import { fieldsOf, parametersOf, wrong } from '../../desk/actions/form.ts';
import { storyText } from '../../desk/context.tsx';
import { deskQueries } from '../../desk/data.ts';
import { simClock } from '../../shared/clock.ts';
import { ofDesk } from '../data.ts';
import { Amounts } from '../results/score.tsx';
import { points, sentence } from '../text.ts';
import { CurveLegend, Curves } from './timeline.tsx';

export function WhatIfPanel({ debrief, at }: { debrief: DebriefView; at: number }) {
  const i18n = useI18n();
  const { t } = i18n;
  const ask = useChange(
    (change: Change) => send<WhatIf>('POST', ofDesk(debrief.team, 'counterfactual'), { change }),
    { quiet: true },
  );
  return (
    <div className="columns two rv-whatif">
      <Panel title={t('review.whatIf')}>
        <p className="muted">{t('review.whatIf.text')}</p>
        {debrief.ideas.length > 0 ? (
          <>
            <h3>{t('review.whatIf.ideas')}</h3>
            <ul className="rv-ideas">
              {debrief.ideas.map(idea => (
                <li key={JSON.stringify(idea.change)}>
                  <Button
                    variant="default"
                    fullWidth
                    justify="start"
                    disabled={ask.isPending}
                    onClick={() => ask.mutate(idea.change)}
                  >
                    {sentence(i18n, idea.text)}
                  </Button>
                </li>
              ))}
            </ul>
          </>
        ) : null}
        <h3>{t('review.whatIf.own')}</h3>
        <OwnChange debrief={debrief} at={at} busy={ask.isPending} onAsk={change => ask.mutate(change)} />
      </Panel>
      <Panel title={t('review.whatIf.result')}>
        {ask.isPending ? (
          <Waiting lines={6} />
        ) : ask.error ? (
          <Failure error={ask.error} />
        ) : ask.data ? (
          <Outcome found={ask.data} debrief={debrief} />
        ) : (
          <p className="muted">{t('review.whatIf.none')}</p>
        )}
      </Panel>
    </div>
  );
}

function OwnChange({
  debrief,
  at,
  busy,
  onAsk,
}: {
  debrief: DebriefView;
  at: number;
  busy: boolean;
  onAsk: (change: Change) => void;
}) {
  const i18n = useI18n();
  const { t, side } = i18n;
  const taken = debrief.events.filter(one => one.number !== undefined);
  const [kind, setKind] = useState<Change['do']>('add');
  const [when, setWhen] = useState(debrief.world[0]?.at ?? debrief.start);
  const [number, setNumber] = useState<string | null>(null);
  const [action, setAction] = useState<string | null>(null);
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [tried, setTried] = useState(false);
  const actions = useQuery(deskQueries.actionList()).data?.items ?? [];
  const chosen = actions.find(one => one.id === action);
  const fields = chosen ? fieldsOf(chosen.parameters) : [];
  const ask = () => {
    setTried(true);
    if (kind === 'add') {
      if (!chosen || fields.some(field => wrong(field, values[field.name] ?? ''))) return;
      onAsk({ do: 'add', action: chosen.id, parameters: parametersOf(fields, values), at: when });
    } else if (number === null) return;
    else if (kind === 'move') onAsk({ do: 'move', number: Number(number), at: when });
    else onAsk({ do: 'remove', number: Number(number) });
  };
  return (
    <form
      className="form"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        ask();
      }}
    >
      <SegmentedControl
        value={kind}
        onChange={next => setKind(next as Change['do'])}
        aria-label={t('review.whatIf.own')}
        data={(['add', 'move', 'remove'] as const).map(value => ({
          value,
          label: t(`review.whatIf.${value}`),
          disabled: value !== 'add' && taken.length === 0,
        }))}
      />
      {kind === 'add' ? (
        <>
          <Select
            label={t('review.whatIf.action')}
            searchable
            value={action}
            onChange={next => {
              setAction(next);
              setValues({});
              setTried(false);
            }}
            data={actions.map(one => ({ value: one.id, label: side(one.title) }))}
            error={tried && !chosen ? t('review.whatIf.choose') : undefined}
          />
          {fields.map(field => (
            <FieldInput
              key={`${action}:${field.name}`}
              field={field}
              value={values[field.name] ?? ''}
              tried={tried}
              onChange={value => setValues({ ...values, [field.name]: value })}
            />
          ))}
        </>
      ) : (
        <Select
          label={t('review.whatIf.which')}
          value={number}
          onChange={setNumber}
          data={taken.map(one => ({
            value: String(one.number),
            label: `${simClock(one.at, false)} ${sentence(i18n, one.text)}`,
          }))}
          error={tried && number === null ? t('review.whatIf.choose') : undefined}
        />
      )}
      {kind === 'remove' ? null : (
        <div>
          <p className="row">
            <span className="strong">{t('review.whatIf.when')}</span>
            <span className="num">{simClock(when, false)}</span>
            <button type="button" className="link-button" onClick={() => setWhen(at)}>
              {t('review.whatIf.atCursor', { time: simClock(at, false) })}
            </button>
          </p>
          <Slider
            min={debrief.start}
            max={debrief.end}
            step={minute}
            value={when}
            onChange={setWhen}
            label={value => simClock(value, false)}
            thumbLabel={t('review.whatIf.when')}
            thumbProps={{ 'aria-valuetext': simClock(when, false) }}
          />
        </div>
      )}
      <div className="form-actions">
        <Button type="submit" loading={busy}>
          {t('review.whatIf.ask')}
        </Button>
      </div>
    </form>
  );
}

function Outcome({ found, debrief }: { found: WhatIf; debrief: DebriefView }) {
  const i18n = useI18n();
  const { t } = i18n;
  const curves = [
    { id: 'team', label: t('review.whatIf.was'), steps: found.curves.was },
    { id: 'best', label: t('review.whatIf.now'), steps: found.curves.now },
  ];
  const less = found.loss.was - found.loss.now;
  return (
    <div className="rv-outcome">
      <p className="rv-outcome-text">{sentence(i18n, found.text)}</p>
      {found.outcome ? <p className="muted">{storyText(i18n, found.outcome.message)}</p> : null}
      <p className="rv-outcome-figure">
        {Math.abs(less) < 0.05
          ? t('review.whatIf.same')
          : t(less > 0 ? 'review.whatIf.less' : 'review.whatIf.more', { points: points(Math.abs(less)) })}
      </p>
      <Curves
        curves={curves}
        from={debrief.start}
        to={debrief.end}
        label={t('review.whatIf.curves', { was: points(found.loss.was), now: points(found.loss.now) })}
      />
      <CurveLegend curves={curves} />
      <h3>{t('review.cost')}</h3>
      <Amounts
        rows={[
          { id: 'team', label: t('review.whatIf.was'), value: found.cost.was },
          { id: 'best', label: t('review.whatIf.now'), value: found.cost.now },
        ]}
      />
      <p>
        {t('review.whatIf.contained', {
          was: found.contained.was === undefined ? t('review.never') : simClock(found.contained.was, false),
          now: found.contained.now === undefined ? t('review.never') : simClock(found.contained.now, false),
        })}
      </p>
      <Steps title={t('review.whatIf.prevented')} steps={found.prevented} />
      <Steps title={t('review.whatIf.failed')} steps={found.failed} />
      <Steps
        title={t('review.whatIf.later')}
        steps={found.later.map(one => ({ ...one, at: one.was, until: one.now }))}
      />
      <Steps title={t('review.whatIf.instead')} steps={found.instead} />
    </div>
  );
}

function Steps({
  title,
  steps,
}: {
  title: string;
  steps: readonly { step: string; title: Localized; at: number; until?: number }[];
}) {
  const { side } = useI18n();
  if (steps.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul className="rv-steps">
        {steps.map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step may be tried several times
          <li key={index}>
            <span className="num muted">
              {simClock(one.at, false)}
              {one.until === undefined ? '' : ` → ${simClock(one.until, false)}`}
            </span>{' '}
            {side(one.title)}
          </li>
        ))}
      </ul>
    </>
  );
}
