// An inject as staff read it.
import type { Static } from 'typebox';
import type { InjectView } from '#model/drill/api.ts';
import type { Inject } from '#model/drill/inject.ts';

export type InjectLine = Inject & { perTeam: Static<typeof InjectView>['perTeam'] };
