import type { FastifyInstance } from 'fastify';
import { Problem } from './problems.js';

const THIS_MACHINE = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;

const misdirected = new Problem('misdirected-request', 'this server answers for localhost, 127.0.0.1 and [::1] only');

/**
 * Refuses requests for another host than this machine. Not to be reached from elsewhere is no protection from a web page: its
 * own name may come to resolve to loopback (DNS rebinding), and to the browser the server is then a part of the page's site.
 * What names no host is no browser.
 */
export function refuseOtherHosts(fastify: FastifyInstance): void {
  let known: string | undefined;
  fastify.addHook('onRequest', ({ headers: { host } }, _reply, done) => {
    if (host !== undefined && host !== known) {
      if (!THIS_MACHINE.test(host)) return done(misdirected);
      known = host;
    }
    done();
  });
}
