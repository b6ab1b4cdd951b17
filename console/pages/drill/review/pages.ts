// Pages of the review. What a team sees of it are views of its desk (tabs.ts).
import type { ComponentType } from 'react';

export const reviewPages: readonly (readonly [path: string, load: () => Promise<{ Page: ComponentType }>])[] =
  [
    ['/drill/exercises/$id/review', () => import('./compare/page.tsx')],
    ['/drill/exercises/$id/review/$team', () => import('./results/page.tsx')],
    ['/drill/exercises/$id/marks', () => import('./marks/page.tsx')],
    ['/drill/skills', () => import('./skills/page.tsx')],
    ['/drill/authoring', () => import('./authoring/page.tsx')],
  ];
