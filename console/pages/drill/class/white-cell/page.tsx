// The white cell: the people of the story. What waits by role, the answer with its fact sheet, promises, approvals.
import { Button, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ExerciseView } from '#model/drill/api.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { useView } from '../../../../lib/view.ts';
import { Icon } from '../../../../parts/icon.tsx';
import { Panel } from '../../../../parts/page.tsx';
import { Empty, Loaded } from '../../../../parts/states.tsx';
import { exerciseRead } from '../../shared/api.ts';
import { ExercisePage } from '../exercise-page.tsx';
import { Answer } from './answer.tsx';
import { Approvals } from './approvals.tsx';
import type { Cell, CellItem } from './cell.ts';
import { Promises } from './promises.tsx';
import { Speak } from './speak.tsx';

export function Page() {
  const { t } = useI18n();
  const [speaking, setSpeaking] = useState(false);
  return (
    <ExercisePage
      here="white-cell"
      title={t('class.cell')}
      lead={t('class.cell.lead')}
      actions={exercise => (
        <Button
          leftSection={<Icon name="plus" />}
          disabled={exercise.state === 'ended'}
          onClick={() => setSpeaking(true)}
        >
          {t('class.cell.speak')}
        </Button>
      )}
    >
      {exercise => <WhiteCell exercise={exercise} speaking={speaking} onSpoken={() => setSpeaking(false)} />}
    </ExercisePage>
  );
}

const defaults = { role: '', message: '' };

function WhiteCell({
  exercise,
  speaking,
  onSpoken,
}: {
  exercise: ExerciseView;
  speaking: boolean;
  onSpoken: () => void;
}) {
  const { t, side } = useI18n();
  const [view, setView] = useView(defaults);
  const query = useQuery({ ...exerciseRead<Cell>(exercise.id, 'white-cell'), refetchInterval: 10_000 });
  return (
    <Loaded query={query}>
      {({ roles, queue }) => {
        const shown = queue.filter(one => view.role === '' || one.role === view.role);
        const item = shown.find(one => one.id === view.message) ?? shown[0];
        const role = roles.find(one => one.role === (item?.role ?? view.role));
        return (
          <>
            <div className="cell-head">
              <Tabs
                value={view.role || 'all'}
                onChange={value => setView({ role: value === 'all' ? '' : (value ?? ''), message: '' }, true)}
              >
                <Tabs.List>
                  <Tabs.Tab value="all">
                    {t('class.cell.all')} <Count value={queue.length} />
                  </Tabs.Tab>
                  {roles.map(one => (
                    <Tabs.Tab key={one.role} value={one.role}>
                      {t(`class.worldRole.${one.role}`)} <Count value={one.waiting} />
                    </Tabs.Tab>
                  ))}
                </Tabs.List>
              </Tabs>
            </div>
            <div className="cell-grid">
              <Panel title={t('class.cell.queue')} flush className="cell-queue">
                {shown.length === 0 ? (
                  <Empty title={t('class.cell.empty')}>{t('class.cell.empty.text')}</Empty>
                ) : (
                  <ul>
                    {shown.map(one => (
                      <li key={`${one.team} ${one.id}`}>
                        <QueueLine
                          exercise={exercise}
                          item={one}
                          role={side(
                            roles.find(other => other.role === one.role)?.title ?? {
                              ja: one.role,
                              en: one.role,
                            },
                          )}
                          current={one === item}
                          onChoose={() => setView({ message: one.id }, true)}
                        />
                      </li>
                    ))}
                  </ul>
                )}
              </Panel>
              <div className="cell-answer">
                {item && role ? (
                  <Answer
                    key={`${item.team} ${item.id}`}
                    exercise={exercise}
                    item={item}
                    role={side(role.title)}
                  />
                ) : null}
                <Approvals exercise={exercise} />
                <Promises exercise={exercise} roles={roles} />
              </div>
              {role ? (
                <Panel title={t('class.cell.facts', { role: side(role.title) })} className="cell-facts">
                  <ul>
                    {role.factSheet.map(fact => (
                      <li key={fact.en}>{side(fact)}</li>
                    ))}
                  </ul>
                </Panel>
              ) : (
                <Panel title={t('class.cell.how')} className="cell-facts">
                  <p>{t('class.cell.how.text')}</p>
                </Panel>
              )}
            </div>
            {speaking ? <Speak exercise={exercise} roles={roles} onClose={onSpoken} /> : null}
          </>
        );
      }}
    </Loaded>
  );
}

const Count = ({ value }: { value: number }) =>
  value > 0 ? <span className="cell-count">{value}</span> : null;

function QueueLine({
  exercise,
  item,
  role,
  current,
  onChoose,
}: {
  exercise: ExerciseView;
  item: CellItem;
  role: string;
  current: boolean;
  onChoose: () => void;
}) {
  const { t } = useI18n();
  const taken = exercise.crew.find(one => one.account === item.claimedBy);
  return (
    <button
      type="button"
      className={`queue-line ${item.waitingMinutes >= 30 ? 'is-late' : ''}`}
      aria-current={current}
      onClick={onChoose}
    >
      <span className="queue-head">
        <strong>{item.teamName}</strong>
        <span>
          → {role} · {t(`class.channel.${item.channel}`)}
        </span>
        <span className="queue-wait num">{t('class.cell.waiting', { minutes: item.waitingMinutes })}</span>
      </span>
      <span className="queue-text">{item.subject || item.text}</span>
      {item.claimedBy ? (
        <span className="queue-note fine">
          {t('class.cell.taken', {
            name: taken ? taken.displayName || taken.name : t('class.cell.somebody'),
          })}
        </span>
      ) : null}
    </button>
  );
}
