import type { FactoryProvider, InjectionToken } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema, RouteOptions } from 'fastify';
import { takeFiles } from './uploads.js';

/** A route as a table declares it. */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** What is checked of a request, and shown in the documentation. */
  readonly schema: object;
  /** How many files it takes at a time, as `multipart/form-data`; JSON where left out. */
  readonly takesFiles?: number;
  /** What it returns is the body of the answer: bytes, a stream, or what becomes JSON. What it throws is answered as a problem. */
  handle(request: FastifyRequest, reply: FastifyReply): unknown;
}

function serve(fastify: FastifyInstance, declared: Route): void {
  const { method, path, schema, takesFiles } = declared;
  const route: RouteOptions = {
    method,
    url: path,
    schema: schema as FastifySchema,
    handler: (request, reply) => declared.handle(request, reply),
  };
  if (takesFiles === undefined) fastify.route(route);
  else takeFiles(fastify, route, { files: takesFiles });
}

/**
 * Provides a module with routes that come of tables, made of what is injected. Fastify itself serves them: a request goes to its
 * handler without Nest's way to a controller, by which each parameter is looked up and each step is a promise of its own.
 */
export const servedRoutes = <D extends readonly unknown[]>(
  inject: { readonly [I in keyof D]: InjectionToken },
  routes: (...dependencies: D) => readonly Route[],
): FactoryProvider => ({
  provide: Symbol('routes'),
  inject: [HttpAdapterHost, ...inject],
  useFactory: ({ httpAdapter }: HttpAdapterHost, ...dependencies: unknown[]) => {
    const made = routes(...(dependencies as unknown as D));
    for (const route of made) serve(httpAdapter.getInstance<FastifyInstance>(), route);
    return made;
  },
});
