// Routes of the console. Each page is loaded when it is first visited.
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  Outlet,
  RouterProvider,
  useNavigate,
} from '@tanstack/react-router';
import { type ComponentType, useEffect } from 'react';
import { ApiError } from './api/client.ts';
import { queries } from './api/queries.ts';
import { languageChosen } from './i18n/catalogue.ts';
import { useI18n } from './i18n/context.tsx';
import { useRights } from './lib/hooks.ts';
import { parseSearch, stringifySearch } from './lib/view.ts';
import { classPages } from './pages/drill/class/pages.ts';
import { deskPages } from './pages/drill/desk/pages.ts';
import { reviewPages } from './pages/drill/review/pages.ts';
import { NotFound } from './pages/not-found/page.tsx';
import { PageFailure } from './pages/not-found/page-failure.tsx';
import { Failure, Waiting } from './parts/states.tsx';
import { Shell } from './shell/shell.tsx';

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: false,
      retry: (count, error) =>
        count < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 502),
      retryDelay: count => 800 * 2 ** count,
    },
  },
});

const rootRoute = createRootRoute({
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: PageFailure,
});
const shellRoute = createRoute({ getParentRoute: () => rootRoute, id: 'shell', component: SignedIn });

/** Lets only signed-in accounts in; others go to the sign-in page and come back. */
function SignedIn() {
  const session = useQuery(queries.session());
  const { setLanguage } = useI18n();
  const language = session.data?.account?.language;
  useEffect(() => {
    if (language && !languageChosen()) setLanguage(language, false);
  }, [language, setLanguage]);
  if (session.data?.account) return <Shell />;
  if (session.error)
    return <Centred content={<Failure error={session.error} retry={() => void session.refetch()} />} />;
  if (!session.data) return <Centred content={<Waiting />} />;
  return <ToLogin />;
}

/** Remembers once where the reader wanted to go; the address changes while this is on the way. */
function ToLogin() {
  const navigate = useNavigate();
  useEffect(() => {
    const { pathname, search } = window.location;
    if (pathname === '/login') return;
    const next = pathname === '/' ? {} : { next: pathname + search };
    void navigate({ to: '/login', search: next as never, replace: true });
  }, [navigate]);
  return <Centred content={<Waiting />} />;
}

/** People who only take part in exercises begin there. */
function Home() {
  const may = useRights();
  return <Navigate to={may('read') ? '/overview' : '/drill'} replace />;
}

const Centred = ({ content }: { content: React.ReactNode }) => <div className="centred">{content}</div>;

type Loader = () => Promise<{ Page: ComponentType }>;
const page = (path: string, load: Loader) =>
  createRoute({
    getParentRoute: () => shellRoute,
    path,
    component: lazyRouteComponent(load, 'Page'),
    errorComponent: PageFailure,
    pendingComponent: Waiting,
  });
const open = (path: string, load: Loader) =>
  createRoute({
    getParentRoute: () => rootRoute,
    path,
    component: lazyRouteComponent(load, 'Page'),
    errorComponent: PageFailure,
  });

const routeTree = rootRoute.addChildren([
  open('/login', () => import('./pages/login/page.tsx')),
  open('/setup', () => import('./pages/setup/page.tsx')),
  open('/drill/enter', () => import('./pages/drill/class/enter.tsx')),
  shellRoute.addChildren([
    createRoute({
      getParentRoute: () => shellRoute,
      path: '/',
      component: Home,
    }),
    page('/overview', () => import('./pages/overview/page.tsx')),
    page('/events', () => import('./pages/events/page.tsx')),
    page('/inputs', () => import('./pages/inputs/page.tsx')),
    page('/inputs/$id', () => import('./pages/inputs/input.tsx')),
    page('/agents', () => import('./pages/agents/page.tsx')),
    page('/incidents', () => import('./pages/incidents/page.tsx')),
    page('/incidents/$id', () => import('./pages/incidents/incident.tsx')),
    page('/findings/$id', () => import('./pages/findings/finding.tsx')),
    page('/campaigns', () => import('./pages/campaigns/page.tsx')),
    page('/campaigns/$id', () => import('./pages/campaigns/campaign.tsx')),
    page('/indicators', () => import('./pages/indicators/page.tsx')),
    page('/indicators/$id', () => import('./pages/indicators/indicator.tsx')),
    page('/protection', () => import('./pages/protection/page.tsx')),
    page('/alerts', () => import('./pages/alerts/page.tsx')),
    page('/health', () => import('./pages/health/page.tsx')),
    page('/users', () => import('./pages/users/page.tsx')),
    page('/account', () => import('./pages/account/page.tsx')),
    page('/audit', () => import('./pages/audit/page.tsx')),
    page('/about', () => import('./pages/about/page.tsx')),
    ...[...classPages, ...deskPages, ...reviewPages].map(([path, load]) => page(path, load)),
  ]),
]);

const router = createRouter({
  routeTree,
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultPendingMs: 200,
  scrollRestoration: false,
});

export function App() {
  return (
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}
