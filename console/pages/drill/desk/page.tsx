// The desk of a team: what stands above every view, and the view itself.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Navigate, useNavigate, useParams } from '@tanstack/react-router';
import { type ComponentType, lazy, Suspense, useEffect, useRef } from 'react';
import { send } from '../../../api/client.ts';
import { useI18n } from '../../../i18n/context.tsx';
import { usePageTitle } from '../../../lib/hooks.ts';
import { Failure, Waiting } from '../../../parts/states.tsx';
import { firstReviewView } from '../review/tabs.ts';
import { type Desk, drillQueries } from '../shared/api.ts';
import { useExerciseStream } from '../shared/live.ts';
import { type DeskViewName, deskViews, HereProvider, isDeskView } from './context.tsx';
import { deskPath, renew } from './data.ts';
import { Strip } from './parts/strip.tsx';
import { Tabs } from './parts/tabs.tsx';

const view = (load: () => Promise<{ View: ComponentType }>) =>
  lazy(async () => ({ default: (await load()).View }));

const views: Record<DeskViewName, ComponentType> = {
  briefing: view(() => import('./views/briefing.tsx')),
  alerts: view(() => import('./views/alerts.tsx')),
  logs: view(() => import('./logs/logs.tsx')),
  hosts: view(() => import('./views/hosts.tsx')),
  actions: view(() => import('./actions/actions.tsx')),
  case: view(() => import('./case/case.tsx')),
  report: view(() => import('./views/report.tsx')),
  messages: view(() => import('./views/messages.tsx')),
  hints: view(() => import('./views/hints.tsx')),
  test: view(() => import('../review/test/view.tsx')),
  lecture: view(() => import('../review/lecture/view.tsx')),
  results: view(() => import('../review/results/view.tsx')),
};

export function Page() {
  const { team = '', _splat = '' } = useParams({ strict: false }) as { team?: string; _splat?: string };
  const desk = useQuery(drillQueries.desk(team));
  if (desk.data && !isDeskView(_splat)) return <Navigate to={firstView(team, desk.data)} replace />;
  if (desk.data && isDeskView(_splat)) return <Open team={team} desk={desk.data} view={_splat} />;
  return desk.error ? (
    <Failure error={desk.error} retry={() => void desk.refetch()} />
  ) : (
    <Waiting lines={12} />
  );
}

/** What the phase asks for: its test or lecture, results once they are open, else the briefing. */
const firstView = (team: string, { phase, exercise }: Desk): string =>
  `/drill/desk/${team}/${firstReviewView(phase, exercise.resultsOpen) ?? 'briefing'}`;

function Open({ team, desk, view: name }: { team: string; desk: Desk; view: DeskViewName }) {
  const { t } = useI18n();
  usePageTitle(`${t(`desk.view.${name}`)} · ${desk.team.name}`);
  useNumberKeys(team);
  usePresence(team, name, desk.canWrite);
  const live = useFresh(team, desk.exercise.id);
  const View = views[name];
  return (
    <HereProvider value={{ team, desk }}>
      <div className="desk">
        <Strip live={live} current={name} />
        <Tabs current={name} />
        <div className="desk-view">
          <Suspense fallback={<Waiting lines={10} />}>
            <View />
          </Suspense>
        </div>
      </div>
    </HereProvider>
  );
}

/** Simulated time brings mails, alerts and outcomes that no entry of the log announces: read again every few seconds. */
const freshEvery = 5_000;

function useFresh(team: string, exercise: string) {
  const client = useQueryClient();
  const last = useRef(0);
  return useExerciseStream(exercise, topic => {
    const now = Date.now();
    if (topic !== 'evidence' || now - last.current < freshEvery) return;
    last.current = now;
    renew(client, team, 'messages', 'actions', 'artefacts');
  });
}

/** Tells the team where one is. */
function usePresence(team: string, on: DeskViewName, mine: boolean): void {
  useEffect(() => {
    if (!mine) return;
    const tell = () => void send('POST', deskPath(team, 'presence'), { on }).catch(() => undefined);
    tell();
    const timer = setInterval(tell, 20_000);
    return () => clearInterval(timer);
  }, [team, on, mine]);
}

/** 1–9 lead to the views. */
function useNumberKeys(team: string): void {
  const navigate = useNavigate();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target } = event;
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (
        target instanceof HTMLElement &&
        (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
      )
        return;
      const name = deskViews[Number(event.key) - 1];
      if (!name) return;
      event.preventDefault();
      void navigate({ to: `/drill/desk/${team}/${name}` });
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [navigate, team]);
}
