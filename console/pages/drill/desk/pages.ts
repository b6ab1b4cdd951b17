// Pages of the desk.
import type { ComponentType } from 'react';

export const deskPages: readonly (readonly [path: string, load: () => Promise<{ Page: ComponentType }>])[] =
  [];
