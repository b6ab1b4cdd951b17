// The debrief as a replay: a scrubber over one timeline, what happened beside what the team did at that moment.
import { ActionIcon, Button, Slider, Tooltip } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { DebriefView } from '#model/drill/review.ts';
import { minute } from '#model/time.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { Icon } from '../../../../parts/icon.tsx';
import { Panel } from '../../../../parts/page.tsx';
import { Empty } from '../../../../parts/states.tsx';
import { Tag } from '../../../../parts/tags.tsx';
import { storyText } from '../../desk/context.tsx';
import { simClock, simStamp } from '../../shared/clock.ts';
import { ProofButton } from '../results/line.tsx';
import { points, sentence, whoName } from '../text.ts';
import { lastBegun, momentsOf, neighbour } from './layout.ts';
import { CurveLegend, Curves, Timeline } from './timeline.tsx';

export function Replay({
  debrief,
  at,
  onAt,
}: {
  debrief: DebriefView;
  at: number;
  onAt: (at: number) => void;
}) {
  const { t } = useI18n();
  const { start, end, curves } = debrief;
  const moments = useMemo(
    () => momentsOf(debrief.world, debrief.events).filter(one => one >= start && one <= end),
    [debrief, start, end],
  );
  const [playing, setPlaying] = useState(false);
  useEffect(() => {
    if (!playing) return;
    if (at >= end) {
      setPlaying(false);
      return;
    }
    const timer = setTimeout(() => onAt(Math.min(end, at + (end - start) / 240)), 125);
    return () => clearTimeout(timer);
  }, [playing, at, end, start, onAt]);
  const loss = [
    { id: 'team', label: t('review.course.team'), steps: curves.loss.team },
    { id: 'nothing', label: t('review.course.nothing'), steps: curves.loss.nothing },
    { id: 'best', label: t('review.course.best'), steps: curves.loss.best },
  ];
  const go = (forward: boolean) => {
    setPlaying(false);
    onAt(neighbour(moments, at, forward));
  };
  return (
    <div className="stack-panels">
      <Panel title={t('review.replay')} aside={<span className="num strong">{simStamp(at)}</span>}>
        <Timeline debrief={debrief} at={at} onAt={onAt} />
        <Slider
          className="rv-slider"
          min={start}
          max={end}
          step={minute / 2}
          value={at}
          onChange={next => {
            setPlaying(false);
            onAt(next);
          }}
          label={value => simClock(value, false)}
          thumbLabel={t('review.replay.time')}
          thumbProps={{ 'aria-valuetext': simStamp(at) }}
        />
        <div className="rv-scrubber">
          <Tooltip label={t('review.replay.previous')}>
            <ActionIcon variant="default" aria-label={t('review.replay.previous')} onClick={() => go(false)}>
              <Icon name="left" />
            </ActionIcon>
          </Tooltip>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              if (!playing && at >= end) onAt(start);
              setPlaying(!playing);
            }}
          >
            {t(playing ? 'review.replay.stop' : 'review.replay.play')}
          </Button>
          <Tooltip label={t('review.replay.next')}>
            <ActionIcon variant="default" aria-label={t('review.replay.next')} onClick={() => go(true)}>
              <Icon name="right" />
            </ActionIcon>
          </Tooltip>
        </div>
        <h3>{t('review.replay.loss')}</h3>
        <Curves curves={loss} from={start} to={end} at={at} label={t('review.replay.loss')} />
        <CurveLegend curves={loss} at={at} />
        <p className="muted">{t('review.replay.legend')}</p>
      </Panel>
      <div className="columns two">
        <Panel title={t('review.replay.world.list')}>
          <WorldList debrief={debrief} at={at} onAt={onAt} />
        </Panel>
        <Panel title={t('review.replay.team.list')}>
          <TeamList debrief={debrief} at={at} onAt={onAt} />
        </Panel>
      </div>
      <Panel title={t('review.spread')}>
        <Spread debrief={debrief} />
      </Panel>
    </div>
  );
}

const outcomeTone = (outcome: string): 'fail' | 'ok' | 'idle' =>
  outcome === 'done' ? 'fail' : outcome === 'failed' || outcome === 'prevented' ? 'ok' : 'idle';

/** Keeps what happens at the moment in sight; the page itself stays where it is. */
function useInSight(now: number) {
  const list = useRef<HTMLOListElement>(null);
  const first = useRef(true);
  useEffect(() => {
    const box = list.current;
    const item = box?.children[Math.max(0, now)];
    if (!first.current && box && item instanceof HTMLElement)
      box.scrollTop = item.offsetTop - (box.clientHeight - item.clientHeight) / 2;
    first.current = false;
  }, [now]);
  return list;
}

type ListProps = { debrief: DebriefView; at: number; onAt: (at: number) => void };

function WorldList({ debrief, at, onAt }: ListProps) {
  const i18n = useI18n();
  const { t, side, has, duration } = i18n;
  const now = lastBegun(debrief.world, at);
  const list = useInSight(now);
  return (
    <ol className="rv-events" ref={list}>
      {debrief.world.map((one, index) => {
        const outcome = `review.outcome.${one.outcome}`;
        return (
          <li key={one.id} className={index > now ? 'ahead' : index === now ? 'now' : ''}>
            <button type="button" className="link-button num" onClick={() => onAt(one.at)}>
              {simClock(one.at, false)}
            </button>
            <div>
              <p>
                <strong>
                  {index + 1} {side(one.title)}
                </strong>{' '}
                <Tag tone={outcomeTone(one.outcome)}>{has(outcome) ? t(outcome) : one.outcome}</Tag>
              </p>
              <p className="muted">
                {[...one.techniques, ...one.hosts, ...one.accounts].join(' · ')}
                {one.loss > 0 ? ` · ${t('review.replay.lost', { points: points(one.loss) })}` : ''}
              </p>
              {one.why ? <p className="muted">{storyText(i18n, one.why)}</p> : null}
              <p className="row tight">
                {one.noticed === undefined ? (
                  <span className="muted">{t('review.replay.unnoticed')}</span>
                ) : (
                  <span className="rv-noticed">
                    {t('review.replay.noticedAfter', {
                      time: simClock(one.noticed, false),
                      after: duration(Math.max(0, one.noticed - one.at)),
                    })}
                  </span>
                )}
                {one.proof ? <ProofButton proof={one.proof} /> : null}
              </p>
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function TeamList({ debrief, at, onAt }: ListProps) {
  const i18n = useI18n();
  const now = lastBegun(debrief.events, at);
  const list = useInSight(now);
  if (debrief.events.length === 0) return <Empty title={i18n.t('review.replay.nothing')} />;
  return (
    <ol className="rv-events" ref={list}>
      {debrief.events.map((one, index) => (
        <li key={one.id} className={index > now ? 'ahead' : index === now ? 'now' : ''}>
          <button type="button" className="link-button num" onClick={() => onAt(one.at)}>
            {simClock(one.at, false)}
          </button>
          <div>
            <p>
              <i className={`rv-dot ${one.lane}`} aria-hidden="true" /> {sentence(i18n, one.text)}
            </p>
            <p className="muted">
              {[i18n.t(`review.lane.${one.lane}`), whoName(i18n, one.label)].filter(Boolean).join(' · ')}
            </p>
          </div>
        </li>
      ))}
    </ol>
  );
}

/** Machines taken one after the other, and when the team knew. */
function Spread({ debrief }: { debrief: DebriefView }) {
  const { t, duration } = useI18n();
  if (debrief.spread.length === 0) return <Empty title={t('review.spread.none')} />;
  return (
    <ol className="rv-spread">
      {debrief.spread.map(one => (
        <li key={`${one.host}:${one.at}`}>
          <span className="num">{simClock(one.at, false)}</span>
          <span className="mono">
            {one.from ? `${one.from} → ` : ''}
            <strong>{one.host}</strong>
          </span>
          <span className="muted">{one.technique}</span>
          {one.known === undefined ? (
            <Tag tone="fail">{t('review.spread.unknown')}</Tag>
          ) : (
            <Tag tone="ok">
              {t('review.spread.known', { after: duration(Math.max(0, one.known - one.at)) })}
            </Tag>
          )}
        </li>
      ))}
    </ol>
  );
}
