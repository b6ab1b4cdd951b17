// Pages of the review.
import type { ComponentType } from 'react';

export const reviewPages: readonly (readonly [path: string, load: () => Promise<{ Page: ComponentType }>])[] =
  [];
