// What a finding was found in: a file that was taken in, or a stream of an agent.
import { useQuery } from '@tanstack/react-query';
import { queries } from '../api/queries.ts';
import { fileName } from '../lib/file-name.ts';
import { addTerm } from '../lib/search-text.ts';
import { Hostile } from './hostile.tsx';
import { To } from './link.tsx';

export function InputName({ id }: { id: string }) {
  const stream = id.indexOf('/');
  const query = useQuery({ ...queries.input(id), enabled: stream < 0, retry: false });
  if (stream >= 0)
    return (
      <To to="/events" search={{ q: addTerm('', 'hinomi.input', id), last: 'all' }}>
        {id.slice(stream + 1)}
      </To>
    );
  const file = query.data ? fileName(query.data.file) : id.slice(0, 8);
  return (
    <To to={`/inputs/${id}`}>
      <Hostile value={file} max={60} />
    </To>
  );
}
