// A team's view of the logs: what its run left behind is projected once for each action it takes, everyday life is shared.

import { exportSource } from '#drill/view/export.ts';
import { TeamView, type ViewLine } from '#drill/view/team-view.ts';
import type { KeptLine } from '#model/drill/case.ts';
import { HinomiError } from '#model/errors.ts';
import type { EvidenceFacet, EvidenceQuestions } from '#store/evidence/port.ts';
import type { Overlays } from './overlays.ts';
import type { EvidenceQuestion, OpenView, WorldRequest } from './ports.ts';

/** Names of facets as the API has them. */
const facets: Readonly<Record<string, EvidenceFacet>> = {
  source: 'source',
  host: 'host',
  user: 'user',
  from: 'sourceAddress',
  destination: 'destinationAddress',
  object: 'object',
  code: 'code',
};

const shown = ({ sourceAddress, destinationAddress, ...line }: ViewLine): KeptLine => ({
  ...line,
  from: sourceAddress,
  destination: destinationAddress,
});

/**
 * Views over the evidence store.
 * @param requestOf what a world is made of, by its id.
 */
export function openViews(
  store: EvidenceQuestions,
  overlays: Overlays,
  requestOf: (world: string) => Promise<WorldRequest>,
): OpenView {
  return ({ worldId, world, run, now }) => {
    const view = async () =>
      new TeamView({
        store,
        world: worldId,
        start: world.start,
        own: await overlays.of(await requestOf(worldId), run),
        masks: run.masks,
      });
    const scope = ({ q, sources, from, to }: EvidenceQuestion) => ({
      now,
      q,
      sources,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    });
    return {
      async page(question, options) {
        const page = await (await view()).search({ ...scope(question), ...options });
        return { ...page, items: page.items.map(shown) };
      },
      async histogram(question, buckets) {
        const { width, buckets: counted } = await (await view()).histogram({ ...scope(question), buckets });
        return { step: width, buckets: counted };
      },
      top: async (question, field, limit) =>
        (await view()).top({ ...scope(question), facet: facets[field] ?? 'source', limit }),
      async around(line, before, after) {
        const lines = await (await view()).context(line, now, before, after);
        if (lines.length === 0)
          throw new HinomiError('RECORD_NOT_FOUND', 'there is no such line', {
            remedy: 'Search again.',
            status: 404,
          });
        return lines.map(shown);
      },
      async *file(source, { from, to, host }) {
        yield* exportSource(await view(), world, source, {
          now,
          ...(from === undefined ? {} : { from }),
          ...(to === undefined ? {} : { to }),
          ...(host === undefined ? {} : { q: `host:"${host.replaceAll(/["\\]/g, '')}"` }),
        });
      },
    };
  };
}
