import type { Address, Rewrite } from '../../doubles/tcp-proxy/index.js';

/** So much of an address at the end of a piece is taken for the beginning of one. Less may well be the end of an answer. */
const ENOUGH = 4;

/**
 * Rewrites what a broker says so that clients come back through the proxy: a broker tells its own address, host and then port as four
 * bytes, and clients go there. Where the host is the same, so is the length of it all.
 */
export function withAddress({ host, port }: Address, proxyPort: number): Rewrite {
  const address = Buffer.alloc(host.length + 4, host);
  address.writeInt32BE(port, host.length);
  let held = Buffer.alloc(0);
  return data => {
    const all = Buffer.concat([held, data]);
    for (let at = all.indexOf(address); at >= 0; at = all.indexOf(address, at + 1))
      all.writeInt32BE(proxyPort, at + host.length);
    const cut = beginning(address, all);
    held = all.subarray(all.length - cut);
    return all.subarray(0, all.length - cut);
  };
}

/** How much of the address stands at the end of the data. */
function beginning(address: Buffer, data: Buffer): number {
  for (let length = Math.min(address.length - 1, data.length); length >= ENOUGH; length -= 1)
    if (data.subarray(data.length - length).equals(address.subarray(0, length))) return length;
  return 0;
}
