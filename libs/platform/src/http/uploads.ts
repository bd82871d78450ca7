import multipart from '@fastify/multipart';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { Problem } from './problems.js';

/** Largest file of an upload, in bytes, and how many files. */
export const uploadLimits = { fileSize: 1_073_741_824, files: 20, fields: 20, fieldSize: 1_048_576 };

/** Marks a route that takes files, as `multipart/form-data`. */
export const TakesFiles = (): MethodDecorator => RouteConfig({ takesFiles: true }) as MethodDecorator;

/** Lets the routes that are marked so take files, streamed; every other route refuses them. */
export async function takeUploads(fastify: FastifyInstance): Promise<void> {
  await fastify.register(multipart, { limits: uploadLimits, throwFileSizeLimit: true });
  fastify.addHook('preParsing', (request, _reply, payload, done) => {
    const { takesFiles } = request.routeOptions.config as { takesFiles?: boolean };
    const isForm = /^multipart\//i.test(request.headers['content-type'] ?? '');
    if (isForm && takesFiles !== true) done(new Problem('unsupported-media-type', 'this route takes application/json'));
    else done(null, payload);
  });
}
