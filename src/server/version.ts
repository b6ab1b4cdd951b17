// The version of this copy, from package.json.
import { readFileSync } from 'node:fs';

/** Version of this copy. */
export const version = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;
