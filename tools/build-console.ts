// Builds the web console into console/dist when its sources changed; a quick no-op otherwise. `--force` builds anyway.
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'console/dist');
const stampFile = join(dist, '.stamp');

/** SHA-256 over every file the bundle depends on. Reads about 1 MB; takes milliseconds. */
function sourceStamp(): string {
  const files = globSync(['console/**/*', 'content/messages/**/*', 'src/model/**/*', 'package-lock.json'], {
    cwd: root,
    exclude: ['console/dist/**', 'console/dev/**', '**/*.test.*'],
    withFileTypes: true,
  })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .filter(file => !file.startsWith(dist) && !file.includes('/console/dev/'))
    .sort();
  if (files.length < 20) throw new Error(`only ${files.length} console sources found under ${root}`);
  const hash = createHash('sha256');
  for (const file of files)
    hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

const stamp = sourceStamp();
const current = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : '';
if (current === stamp && existsSync(join(dist, 'index.html')) && !process.argv.includes('--force')) {
  console.log('console: up to date');
} else {
  const started = performance.now();
  try {
    // Loaded only when there is something to build, so that the no-op stays quick and needs no build tools.
    const { build } = await import('vite');
    await build({ configFile: join(root, 'console/vite.config.ts'), logLevel: 'warn' });
  } catch (cause) {
    console.error(cause instanceof Error ? (cause.stack ?? cause.message) : cause);
    console.error(
      [
        '',
        'console: the web console could not be built (see above).',
        "  If a package is missing: run 'npm ci' with development dependencies (no --omit=dev, NODE_ENV not production).",
        `  If writing failed: make ${dist} writable for this user.`,
        "  Then run 'npm run build' to try again.",
      ].join('\n'),
    );
    process.exit(1);
  }
  mkdirSync(dist, { recursive: true });
  writeFileSync(stampFile, stamp);
  console.log(`console: built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
