// Files taken in: upload with progress, what came of each, what was skipped and why.
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Type } from 'typebox';
import { HinomiError } from '#model/errors.ts';
import { uuidv7 } from '#model/ids.ts';
import { Agent } from '#model/record/agent.ts';
import { Input } from '#model/record/input.ts';
import type { Clock } from '#model/time.ts';
import * as collections from '#store/records/collections.ts';
import type { Records } from '#store/records/records.ts';
import { logFormats } from '#watch/logs/registry.ts';
import type { Audit } from '../audit/audit.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { IngestQueue } from '../ingest/queue.ts';
import { actor, idParams, page, pageQuery, paging, present } from './deps.ts';

const tags = ['inputs'];
const Shown = Type.Omit(Input, ['path']);

/** Largest upload, bytes. */
const uploadLimit = 20 * 2 ** 30;

export function inputRoutes(deps: {
  records: Records;
  queue: IngestQueue;
  audit: Audit;
  clock: Clock;
  inputsFolder: string;
}): Route[] {
  const { records, queue, audit, clock } = deps;
  const inputs = records.collection(collections.inputs);
  const text = Type.Object({ en: Type.String(), ja: Type.String() });
  return [
    defineRoute({
      method: 'GET',
      path: '/api/v1/inputs',
      access: 'read',
      summary: 'Inputs, newest first',
      tags,
      query: Type.Object(pageQuery),
      response: page(Shown),
      handler: ({ query }) => inputs.list({ order: '-created', ...paging(query) }),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/v1/inputs/formats',
      access: 'read',
      summary: 'Formats that can be taken in',
      tags,
      response: Type.Object({
        items: Type.Array(
          Type.Object({ id: Type.String(), title: text, summary: text, examples: Type.Array(Type.String()) }),
        ),
      }),
      handler: () => ({
        items: [
          {
            id: 'pcap',
            title: { en: 'Packet capture', ja: 'パケットキャプチャ' },
            summary: { en: 'pcap and pcapng, also gzip and zstd', ja: 'pcap・pcapng（gzip・zstd も可）' },
            examples: [],
          },
          ...logFormats.map(({ id, title, summary, examples }) => ({
            id,
            title,
            summary,
            examples: [...examples].slice(0, 3),
          })),
        ],
      }),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/v1/inputs/:id',
      access: 'read',
      summary: 'One input',
      tags,
      params: idParams,
      response: Shown,
      handler: async ({ params }) =>
        queue.progress(params.id) ?? present(await inputs.get(params.id), 'input', params.id),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/v1/inputs',
      access: 'ingest',
      summary: 'Upload a capture or log; it is read in the background',
      tags,
      query: Type.Object({
        name: Type.String({ minLength: 1, maxLength: 255 }),
        format: Type.Optional(Type.String({ maxLength: 40, default: 'auto' })),
        vantage: Type.Optional(Agent.properties.vantage),
      }),
      streamBody: true,
      response: Shown,
      status: 202,
      handler: async ({ query, principal, request }) => {
        if (!(request.body instanceof Readable))
          throw new HinomiError('UPLOAD_EMPTY', 'the request has no body', {
            remedy: 'Send the file as the body, with content-type application/octet-stream.',
            status: 400,
          });
        const folder = join(deps.inputsFolder, uuidv7(clock()));
        const name = basename(query.name.replaceAll('\\', '/')).replace(/[\p{Cc}\p{Cf}]/gu, '') || 'upload';
        await mkdir(folder, { recursive: true, mode: 0o700 });
        const file = join(folder, 'content');
        let size = 0;
        const bounded = new Transform({
          transform(chunk: Buffer, _encoding, done) {
            size += chunk.length;
            if (size > uploadLimit)
              done(
                new HinomiError('UPLOAD_TOO_LARGE', 'the file is larger than 20 GiB', {
                  remedy: 'Use hinomi ingest on the server.',
                  status: 413,
                }),
              );
            else done(null, chunk);
          },
        });
        try {
          await pipeline(request.body, bounded, createWriteStream(file, { mode: 0o600, flags: 'wx' }));
          await audit.record({
            actor: actor(principal),
            from: request.ip,
            action: 'input.uploaded',
            object: `input/${name}`,
            detail: { bytes: size },
          });
          const input = await queue.add({
            file,
            name,
            format: query.format ?? 'auto',
            vantage: query.vantage ?? 'unknown',
            by: actor(principal),
          });
          // The same content was taken in before: its account points to the first copy.
          if (input.path !== file) await rm(folder, { recursive: true, force: true });
          return input;
        } catch (error) {
          await rm(folder, { recursive: true, force: true });
          throw error;
        }
      },
    }),
  ];
}
