// Serves the built console: hashed assets for ever, every other page the same document (deep links).
import { existsSync, globSync } from 'node:fs';
import { join, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HinomiError } from '#model/errors.ts';
import { sendError } from './errors.ts';

const hashed = /^assets\/.+-[\w-]{8,}\.\w+$/;
/** Never pages of the console. */
const machines = /^\/(api|taxii2|healthz|metrics|a)(\/|$)/;

/** Answers what no route answers: the console's files, its start page, or a 404. */
export async function installConsole(app: FastifyInstance, directory: string | undefined): Promise<void> {
  const files = directory && existsSync(join(directory, 'index.html')) ? filesIn(directory) : undefined;
  if (directory && files)
    await app.register(fastifyStatic, {
      root: directory,
      serve: false,
      cacheControl: false,
      dotfiles: 'deny',
    });
  const answer = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const path = pathIn(request.url);
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (!reads || machines.test(`/${path}`)) return sendError(notFound(), request, reply);
    if (files?.has(path)) {
      const caching = hashed.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
      return reply.header('cache-control', caching).sendFile(path);
    }
    if (path.startsWith('assets/') || !wantsPage(request)) return sendError(notFound(), request, reply);
    if (files) return reply.header('cache-control', 'no-cache').sendFile('index.html');
    return reply
      .status(503)
      .type('text/plain; charset=utf-8')
      .send('The console is not built. Run: npm run build\n');
  };
  const limit = app.rateLimit();
  app.setNotFoundHandler(
    {
      // The console's own files are not counted: a class of hundreds opens them from one address.
      async preHandler(request: FastifyRequest, reply: FastifyReply) {
        if (!files?.has(pathIn(request.url))) await limit.call(app, request, reply);
      },
    },
    answer,
  );
}

/** The files are known at the start, so that no request can name another. */
const filesIn = (directory: string): Set<string> =>
  new Set(
    globSync('**', { cwd: directory, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry =>
        join(entry.parentPath, entry.name)
          .slice(directory.length + 1)
          .split(sep)
          .join('/'),
      ),
  );

function pathIn(url: string): string {
  try {
    return decodeURIComponent(url.split(/[?#]/)[0]!).replace(/^\/+/, '');
  } catch {
    return 'api'; // not a path: 404
  }
}

const wantsPage = (request: FastifyRequest): boolean => {
  const accept = request.headers.accept ?? '*/*';
  return accept.includes('text/html') || accept.includes('*/*');
};

const notFound = (): HinomiError =>
  new HinomiError('NOT_FOUND', 'nothing is at this address', { remedy: 'Check the address.', status: 404 });
