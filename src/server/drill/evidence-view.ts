// A team's view of the logs: what its run left behind is projected once for each action it takes, everyday life is shared.

import type { Run } from '#drill/run/run.ts';
import { exportSource } from '#drill/view/export.ts';
import { type OverlayRow, overlayWriter } from '#drill/view/overlay.ts';
import { TeamView, type ViewLine } from '#drill/view/team-view.ts';
import type { World } from '#drill/world/entities.ts';
import type { KeptLine } from '#model/drill/case.ts';
import { HinomiError } from '#model/errors.ts';
import type { EvidenceFacet, EvidenceQuestions } from '#store/evidence/port.ts';
import type { EvidenceQuestion, OpenView } from './ports.ts';

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

/** Views over the evidence store. */
export function openViews(store: EvidenceQuestions): OpenView {
  const writers = new WeakMap<World, ReturnType<typeof overlayWriter>>();
  const overlays = new WeakMap<Run, OverlayRow[]>();
  const overlayOf = (world: World, run: Run): OverlayRow[] => {
    const known = overlays.get(run);
    if (known) return known;
    const writer = writers.get(world) ?? overlayWriter(world);
    writers.set(world, writer);
    const rows = writer(run.events);
    overlays.set(run, rows);
    return rows;
  };
  return ({ worldId, world, run, now }) => {
    const view = new TeamView({
      store,
      world: worldId,
      start: world.start,
      overlay: overlayOf(world, run),
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
        const page = await view.search({ ...scope(question), ...options });
        return { ...page, items: page.items.map(shown) };
      },
      async histogram(question, buckets) {
        const { width, buckets: counted } = await view.histogram({ ...scope(question), buckets });
        return { step: width, buckets: counted };
      },
      top: (question, field, limit) =>
        view.top({ ...scope(question), facet: facets[field] ?? 'source', limit }),
      async around(line, before, after) {
        const lines = await view.context(line, now, before, after);
        if (lines.length === 0)
          throw new HinomiError('RECORD_NOT_FOUND', 'there is no such line', {
            remedy: 'Search again.',
            status: 404,
          });
        return lines.map(shown);
      },
      file: (source, { from, to, host }) =>
        exportSource(view, world, source, {
          now,
          ...(from === undefined ? {} : { from }),
          ...(to === undefined ? {} : { to }),
          ...(host === undefined ? {} : { q: `host:"${host.replaceAll(/["\\]/g, '')}"` }),
        }),
    };
  };
}
