import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from './problems.js';

const THIS_MACHINE = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;

const misdirected = new Problem('misdirected-request', 'this server answers for localhost, 127.0.0.1 and [::1] only');
const foreign = new Problem('cross-site-request', 'this server takes no writes from the pages of other sites');

/**
 * Refuses requests for another host than this machine, and writes that a page of another site has a browser send. Not to be
 * reached from elsewhere is no protection from a web page: its own name may come to resolve to loopback (DNS rebinding), and to
 * the browser the server is then a part of the page's site; and what a form could send, any page may send anywhere.
 * What names no host is no browser, and what names no origin is none that writes.
 */
export function refuseOtherHosts(fastify: FastifyInstance): void {
  let known: string | undefined;
  fastify.addHook('onRequest', (request, _reply, done) => {
    const { host } = request.headers;
    if (host !== undefined && host !== known) {
      if (!THIS_MACHINE.test(host)) return done(misdirected);
      known = host;
    }
    if (!SAFE.has(request.method) && isFromElsewhere(request)) return done(foreign);
    done();
  });
}

/** Methods that change nothing. */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether a browser sends it for a page of another site; a page that has no address of its own is one. */
function isFromElsewhere({ headers: { origin, 'sec-fetch-site': site } }: FastifyRequest): boolean {
  if (site === 'cross-site') return true;
  return origin !== undefined && !(URL.canParse(origin) && THIS_MACHINE.test(new URL(origin).host));
}
