// Pages of the class: exercises, the instructor's wall, seats, white cell. `/drill/enter` is outside the frame (app.tsx).
import type { ComponentType } from 'react';

export const classPages: readonly (readonly [path: string, load: () => Promise<{ Page: ComponentType }>])[] =
  [
    ['/drill', () => import('./page.tsx')],
    ['/drill/new', () => import('./new.tsx')],
    ['/drill/worlds', () => import('./worlds/page.tsx')],
    ['/drill/exercises/$id', () => import('./wall/page.tsx')],
    ['/drill/exercises/$id/white-cell', () => import('./white-cell/page.tsx')],
    ['/drill/exercises/$id/injects', () => import('./injects/page.tsx')],
    ['/drill/exercises/$id/people', () => import('./people/page.tsx')],
  ];
