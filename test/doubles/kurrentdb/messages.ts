import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { AppendReq, AppendResp, ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { Proposed, Recorded, Written } from './log.js';

const TICKS_PER_MILLISECOND = 10_000n;

export const streamName = (identifier: { getStreamName_asU8(): Uint8Array } | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString();

export function proposedEvent(request: AppendReq): Proposed | undefined {
  const message = request.getProposedMessage();
  if (message === undefined) return undefined;
  const properties = message.getMetadataMap();
  return {
    id: message.getId()!.getString(),
    type: properties.get('type')!,
    contentType: properties.get('content-type')!,
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

/** The last revision that an append names; undefined for the kinds that name none. */
export function expectedRevision(options: AppendReq.Options): number | undefined {
  if (options.hasNoStream()) return -1;
  return options.hasRevision() ? Number(options.getRevision()) : undefined;
}

export function appendAnswer(written: Written): AppendResp {
  const response = new streams.AppendResp();
  if ('last' in written) {
    const { revision, position } = written.last;
    const place = new streams.AppendResp.Position()
      .setCommitPosition(String(position))
      .setPreparePosition(String(position));
    return response.setSuccess(
      new streams.AppendResp.Success().setCurrentRevision(String(revision)).setPosition(place),
    );
  }
  const refusal = new streams.AppendResp.WrongExpectedVersion();
  if (written.current < 0) refusal.setCurrentNoStream(new shared.Empty());
  else refusal.setCurrentRevision(String(written.current));
  return response.setWrongExpectedVersion(refusal);
}

export function eventMessage(event: Recorded): ReadResp {
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent()
    .setId(new shared.UUID().setString(event.id))
    .setStreamIdentifier(new shared.StreamIdentifier().setStreamName(Buffer.from(event.stream)))
    .setStreamRevision(String(event.revision))
    .setPreparePosition(String(event.position))
    .setCommitPosition(String(event.position))
    .setData(event.data)
    .setCustomMetadata(event.metadata);
  recorded
    .getMetadataMap()
    .set('type', event.type)
    .set('content-type', event.contentType)
    .set('created', String(BigInt(event.created) * TICKS_PER_MILLISECOND));
  return new streams.ReadResp().setEvent(
    new streams.ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(String(event.position)),
  );
}

export const notFoundMessage = (name: string): ReadResp =>
  new streams.ReadResp().setStreamNotFound(
    new streams.ReadResp.StreamNotFound().setStreamIdentifier(
      new shared.StreamIdentifier().setStreamName(Buffer.from(name)),
    ),
  );

export const confirmationMessage = (): ReadResp =>
  new streams.ReadResp().setConfirmation(new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId('double'));

export const caughtUpMessage = (): ReadResp => new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp());

export const checkpointMessage = (position: bigint): ReadResp =>
  new streams.ReadResp().setCheckpoint(
    new streams.ReadResp.Checkpoint().setCommitPosition(String(position)).setPreparePosition(String(position)),
  );

/** Whether an event passes the filter of a request. */
export function filterOf(options: ReadReq.Options): (event: Recorded) => boolean {
  const filter = options.getFilter();
  if (filter === undefined) return () => true;
  const expression = filter.getStreamIdentifier() ?? filter.getEventType()!;
  const named = filter.hasStreamIdentifier() ? (event: Recorded) => event.stream : (event: Recorded) => event.type;
  const prefixes = expression.getPrefixList();
  const regex = new RegExp(expression.getRegex());
  return prefixes.length > 0
    ? event => prefixes.some(prefix => named(event).startsWith(prefix))
    : event => regex.test(named(event));
}
