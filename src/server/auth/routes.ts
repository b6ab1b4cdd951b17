// All routes of sign-in, own account, accounts and audit.
import { auditRoutes } from '../audit/audit-routes.ts';
import type { Route } from '../http/route.ts';
import type { Auth } from './auth.ts';
import { meRoutes } from './me-routes.ts';
import { oidcRoutes } from './oidc-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { userRoutes } from './user-routes.ts';

export const authRoutes = (auth: Auth): Route[] => [
  ...sessionRoutes(auth),
  ...oidcRoutes(auth),
  ...meRoutes(auth),
  ...userRoutes(auth),
  ...auditRoutes(auth.audit),
];
