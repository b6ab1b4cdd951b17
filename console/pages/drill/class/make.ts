// Making an exercise, and the example that takes one click.
import { useNavigate } from '@tanstack/react-router';
import type { ExerciseView, SeatOut } from '#model/drill/api.ts';
import { send } from '../../../api/client.ts';
import { useI18n } from '../../../i18n/context.tsx';
import { useChange } from '../../../lib/hooks.ts';
import { keepHandedOut } from './handed-out.ts';

export interface NewExercise {
  name?: string;
  profile: string;
  staff: number;
  days: number;
  seed: number;
  scenario: string;
  programme: string;
  language: 'ja' | 'en';
  options: { approval: 'auto' | 'white-cell'; ownVariants: boolean; hints: boolean };
  teams: { name?: string; seats: number }[];
  access: 'links' | 'passwords' | 'none';
}
interface Made {
  exercise: ExerciseView;
  seats: SeatOut[];
}

/** What one click makes: small enough to be loaded while the pre-test is taken. The same seed reuses what was loaded. */
const example = {
  profile: 'municipality',
  staff: 120,
  days: 2,
  seed: 1,
  scenario: 'targeted-mail',
  programme: 'compressed',
  options: { approval: 'white-cell', ownVariants: false, hints: true },
  access: 'links',
} as const;

/** Makes an exercise, keeps what its seats are told, and goes to its wall. */
export function useMake() {
  const navigate = useNavigate();
  return useChange<NewExercise & { begin?: boolean }, Made>(
    async ({ begin, ...body }) => {
      const made = await send<Made>('POST', '/drill/exercises', body);
      if (begin) await send('POST', `/drill/exercises/${made.exercise.id}/clock`, { do: 'start' });
      return made;
    },
    {
      refresh: ['drill'],
      after: ({ exercise, seats }) => {
        keepHandedOut(exercise.id, seats);
        void navigate({ to: `/drill/exercises/${exercise.id}` });
      },
    },
  );
}

/** One click: an example exercise of two teams of two, begun. */
export function useExample() {
  const { t, language } = useI18n();
  const make = useMake();
  const start = () =>
    make.mutate({
      ...example,
      name: t('class.example.name'),
      language,
      teams: [1, 2].map(number => ({ name: t('class.teamName', { number }), seats: 2 })),
      begin: true,
    });
  return { start, pending: make.isPending };
}
