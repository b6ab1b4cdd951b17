// False leads: harmless happenings of the day that look like part of the attack.
import type { RunState } from '../run/state.ts';

/** Puts the variant's false leads on the clock. */
export function startLeads(_run: RunState): void {}
