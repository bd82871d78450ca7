import multipart from '@fastify/multipart';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { Problem } from './problems.js';

/** Largest file of an upload, in bytes, and how many files. */
export const uploadLimits = { fileSize: 1_073_741_824, files: 20, fields: 20, fieldSize: 1_048_576 };

const FORMS = /^multipart\//i;

/** Refuses forms on every route but those of {@link takeFiles}. */
export function refuseForms(fastify: FastifyInstance): void {
  fastify.addContentTypeParser(FORMS, (_request, _body, done) =>
    done(new Problem('unsupported-media-type', 'this route takes application/json')),
  );
}

/** Declares a route that takes files, as `multipart/form-data`, streamed. What that needs, no other route is charged with. */
export function takeFiles(fastify: FastifyInstance, route: RouteOptions): void {
  void fastify.register(async scope => {
    scope.removeContentTypeParser(FORMS);
    await scope.register(multipart, { limits: uploadLimits, throwFileSizeLimit: true });
    scope.route(route);
  });
}
