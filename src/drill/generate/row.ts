// What one slice leaves in one source, by columns: what stores and searches load.

export interface EvidenceColumns {
  /** Id of the source. */
  source: string;
  /** Unix ms with fraction; ascending. */
  at: Float64Array;
  text: string[];
  host: string[];
  user: string[];
  sourceAddress: string[];
  destinationAddress: string[];
  object: string[];
  code: string[];
  /** Hidden from trainees. */
  cause: string[];
}

export interface EvidenceSlice {
  slice: number;
  /** One entry for each source with lines, in the order of the registry. */
  sources: EvidenceColumns[];
}
