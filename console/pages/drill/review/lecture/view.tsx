// The lecture of the phase at a desk. Other lectures of the programme stay readable below.
import { useI18n } from '../../../../i18n/context.tsx';
import { Empty } from '../../../../parts/states.tsx';
import { useHere } from '../../desk/context.tsx';
import { Markdown } from './markdown.tsx';

export function View() {
  const { t, side } = useI18n();
  const { desk } = useHere();
  const now = desk.phase?.id;
  const lectures = desk.exercise.programme.phases
    .filter(phase => phase.lecture)
    .toSorted((a, b) => Number(b.id === now) - Number(a.id === now));
  if (lectures.length === 0)
    return <Empty title={t('review.lecture.none')}>{t('review.lecture.none.text')}</Empty>;
  return (
    <>
      {lectures.map((phase, index) => (
        <article key={phase.id} className="rv-lecture">
          {index === 0 ? <h1>{side(phase.title)}</h1> : <h2>{side(phase.title)}</h2>}
          <Markdown source={side(phase.lecture!)} />
        </article>
      ))}
    </>
  );
}
