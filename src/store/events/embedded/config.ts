// Engine configuration for a laptop or a small server: small caches, few background threads, no system logs.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface EngineSizes {
  /** Memory the engine may use in all, bytes. */
  memoryBytes: number;
}

/** The configuration as ClickHouse XML. */
export const engineConfig = (sizes: EngineSizes): string => `<clickhouse>
  <max_server_memory_usage>${sizes.memoryBytes}</max_server_memory_usage>
  <mark_cache_size>268435456</mark_cache_size>
  <primary_index_cache_size>268435456</primary_index_cache_size>
  <index_mark_cache_size>134217728</index_mark_cache_size>
  <index_uncompressed_cache_size>134217728</index_uncompressed_cache_size>
  <background_pool_size>2</background_pool_size>
  <background_schedule_pool_size>2</background_schedule_pool_size>
</clickhouse>
`;

/** Writes the configuration beside the socket and returns its path. */
export function writeEngineConfig(runDirectory: string, sizes: EngineSizes): string {
  mkdirSync(runDirectory, { recursive: true, mode: 0o700 });
  const path = join(runDirectory, 'engine.xml');
  writeFileSync(path, engineConfig(sizes), { mode: 0o600 });
  return path;
}
