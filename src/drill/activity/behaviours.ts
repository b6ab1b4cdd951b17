// Every habit of everyday life, in the order it is lived; the order changes nothing but which of two simultaneous lines is first.
import type { Behaviour } from './behaviour.ts';
import { web } from './people/web.ts';

export const behaviours: readonly Behaviour[] = [web];
