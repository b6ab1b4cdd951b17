// Every evidence source of the simulated organisation, in the order exports list them. One folder each.
import type { EvidenceSource } from './source.ts';

export const sources: readonly EvidenceSource[] = [];
