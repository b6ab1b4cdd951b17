// Searches the team keeps.
import { useQuery } from '@tanstack/react-query';
import { useI18n } from '../../../../i18n/context.tsx';
import { KeptMenu } from '../../../../parts/kept-menu.tsx';
import { useHere } from '../context.tsx';
import { deskQueries, useDeskChange } from '../data.ts';

export function KeptSearches({
  q,
  sources,
  onChoose,
}: {
  q: string;
  sources: readonly string[];
  onChoose: (q: string, sources: readonly string[]) => void;
}) {
  const { t } = useI18n();
  const { team, desk } = useHere();
  const kept = useQuery(deskQueries.searches(team)).data?.items ?? [];
  const save = useDeskChange<string>(
    name => ['POST', 'searches', { name, q, sources: [...sources] }],
    ['searches'],
    { done: 'saved' },
  );
  const drop = useDeskChange<string>(id => ['DELETE', `searches/${encodeURIComponent(id)}`], ['searches'], {
    done: 'removed',
  });
  const asks = (text: string, of: readonly string[]) => `${text} ${of.join(', ')}`.trim();
  return (
    <KeptMenu
      items={kept}
      texts={{ title: t('desk.logs.kept'), none: t('desk.logs.kept.none'), keep: t('desk.logs.keep') }}
      note={item => asks(item.q, item.sources)}
      asked={asks(q, sources)}
      mayKeep={desk.canWrite}
      keeping={save.isPending}
      onChoose={item => onChoose(item.q, item.sources)}
      onRemove={id => drop.mutate(id)}
      onKeep={(name, onSuccess) => save.mutate(name, { onSuccess })}
    />
  );
}
