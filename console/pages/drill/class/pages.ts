// Pages of the class: exercises, the instructor's wall, seats, white cell.
import type { ComponentType } from 'react';

export const classPages: readonly (readonly [path: string, load: () => Promise<{ Page: ComponentType }>])[] =
  [['/drill', () => import('./page.tsx')]];
