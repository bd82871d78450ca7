import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { AppendReq } from '@eventstore/db-client/generated/streams_pb.js';
import { credentials, Metadata } from '@grpc/grpc-js';
import { KurrentDbDouble } from './index.js';

const head = (stream: string) =>
  new streams.AppendReq().setOptions(
    new streams.AppendReq.Options()
      .setStreamIdentifier(new shared.StreamIdentifier().setStreamName(Buffer.from(stream)))
      .setNoStream(new shared.Empty()),
  );
const event = (data: string) => {
  const message = new streams.AppendReq.ProposedMessage()
    .setId(new shared.UUID().setString('0197f000-0000-7000-8000-000000000001'))
    .setData(Buffer.from(data));
  message.getMetadataMap().set('type', 'thing.happened').set('content-type', 'application/json');
  return new streams.AppendReq().setProposedMessage(message);
};

/** A way to the port that ends, as that of a process that is killed, when so many bytes have come through. */
async function endingWay(port: number, after: number): Promise<Server> {
  const way = createServer(client => {
    const server = connect(port, '127.0.0.1');
    client.pipe(server).pipe(client);
    server.on('error', () => client.destroy());
    let bytes = 0;
    client.on('data', ({ length }: Buffer) => {
      bytes += length;
      if (bytes <= after) return;
      client.destroy();
      server.end();
    });
  });
  way.listen(0, '127.0.0.1');
  await once(way, 'listening');
  return way;
}

/** Sends an append, or only the beginning of one; resolves when it was answered or has failed, with the error. */
async function send(port: number, requests: readonly AppendReq[], isWhole: boolean): Promise<Error | null> {
  const client = new StreamsClient(`127.0.0.1:${port}`, credentials.createInsecure());
  const failed = await new Promise<Error | null>(resolve => {
    const call = client.append(new Metadata(), resolve);
    for (const request of requests) call.write(request);
    if (isWhole) call.end();
  });
  client.close();
  return failed;
}

describe('the double of KurrentDB', () => {
  let double: KurrentDbDouble;
  beforeEach(async () => {
    double = await KurrentDbDouble.start();
  });
  afterEach(() => double.stop());

  it('does nothing of an append whose client dies in the middle', async () => {
    const way = await endingWay(double.port, 60_000);
    const half = [head('half'), event('x'.repeat(60_000))];
    expect(await send((way.address() as AddressInfo).port, half, false)).toBeInstanceOf(Error);
    way.close();
    // Answered after the end of the other one has been seen.
    expect(await send(double.port, [head('whole'), event('{}')], true)).toBeNull();
    const written = double.log.records.flatMap(({ event: one }) => one?.stream ?? []);
    expect(written.filter(stream => !stream.startsWith('$'))).toEqual(['whole']);
  });
});
