// Pages of the desk: one page with many views, so that its clock and live stream stay while one walks between them.
import type { ComponentType } from 'react';

const desk = () => import('./page.tsx');

export const deskPages: readonly (readonly [path: string, load: () => Promise<{ Page: ComponentType }>])[] = [
  ['/drill/desk/$team', desk],
  ['/drill/desk/$team/$', desk],
];
