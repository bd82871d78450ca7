import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { AppendReq, ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import { NO_STREAM, START, type EventToAppend, type FeedFilter, type ReadStream } from '../event-store.js';

const { FORWARDS, BACKWARDS } = streams.ReadReq.Options.ReadDirection;
/** How many events the server looks at before it says how far it came. */
const SEARCHED = 128;

const empty = () => new shared.Empty();
const streamNamed = (name: string) => new shared.StreamIdentifier().setStreamName(Buffer.from(name));

const readRequest = (options: ReadReq.Options): ReadReq =>
  new streams.ReadReq().setOptions(
    options.setUuidOption(new streams.ReadReq.Options.UUIDOption().setString(empty())).setResolveLinks(false),
  );

/** Events of one stream; from its end where no revision is given, backwards that is. */
export function streamRequest(stream: string, { direction, from, limit }: ReadStream): ReadReq {
  const forwards = direction === 'forwards';
  const place = new streams.ReadReq.Options.StreamOptions().setStreamIdentifier(streamNamed(stream));
  if (from !== undefined) place.setRevision(String(from));
  else if (forwards) place.setStart(empty());
  else place.setEnd(empty());
  return readRequest(
    new streams.ReadReq.Options()
      .setStream(place)
      .setReadDirection(forwards ? FORWARDS : BACKWARDS)
      .setCount(String(limit))
      .setNoFilter(empty()),
  );
}

/** The newest event of all. */
export const newestRequest = (): ReadReq =>
  readRequest(
    new streams.ReadReq.Options()
      .setAll(new streams.ReadReq.Options.AllOptions().setEnd(empty()))
      .setReadDirection(BACKWARDS)
      .setCount('1')
      .setNoFilter(empty()),
  );

/** All events from the first on, for ever, with the server's own. */
export const everythingRequest = (): ReadReq =>
  readRequest(
    new streams.ReadReq.Options()
      .setAll(new streams.ReadReq.Options.AllOptions().setStart(empty()))
      .setReadDirection(FORWARDS)
      .setSubscription(new streams.ReadReq.Options.SubscriptionOptions())
      .setNoFilter(empty()),
  );

const literal = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);

/** Without a filter of ours, all but the server's own events, whose types begin with a dollar. */
function filterOptions(filter: FeedFilter | undefined): ReadReq.Options.FilterOptions {
  const options = new streams.ReadReq.Options.FilterOptions().setMax(SEARCHED).setCheckpointintervalmultiplier(1);
  const expression = new streams.ReadReq.Options.FilterOptions.Expression();
  if (filter === undefined) return options.setEventType(expression.setRegex('^[^$]'));
  if ('streamPrefixes' in filter)
    return options.setStreamIdentifier(expression.setPrefixList([...filter.streamPrefixes]));
  return options.setEventType(expression.setRegex(`^(?:${filter.types.map(literal).join('|')})$`));
}

/** The feed after a position, for ever. The server gives what comes after the position, not what stands at it. */
export function feedRequest(after: bigint, filter: FeedFilter | undefined): ReadReq {
  const place = new streams.ReadReq.Options.AllOptions();
  if (after === START) place.setStart(empty());
  else
    place.setPosition(
      new streams.ReadReq.Options.Position().setCommitPosition(String(after)).setPreparePosition(String(after)),
    );
  return readRequest(
    new streams.ReadReq.Options()
      .setAll(place)
      .setReadDirection(FORWARDS)
      .setSubscription(new streams.ReadReq.Options.SubscriptionOptions())
      .setFilter(filterOptions(filter)),
  );
}

/** Marked as JSON where it is, for other readers of the server; here bytes are bytes. */
function contentType(data: Uint8Array): string {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data));
    return 'application/json';
  } catch {
    return 'application/octet-stream';
  }
}

function proposed({ id, type, data, metadata }: EventToAppend): AppendReq {
  const message = new streams.AppendReq.ProposedMessage()
    .setId(new shared.UUID().setString(id))
    .setData(data)
    .setCustomMetadata(metadata);
  message.getMetadataMap().set('type', type).set('content-type', contentType(data));
  return new streams.AppendReq().setProposedMessage(message);
}

/** The messages of one append: where, then what. */
export function appendRequests(stream: string, expected: number, events: readonly EventToAppend[]): AppendReq[] {
  const options = new streams.AppendReq.Options().setStreamIdentifier(streamNamed(stream));
  if (expected === NO_STREAM) options.setNoStream(empty());
  else options.setRevision(String(expected));
  return [new streams.AppendReq().setOptions(options), ...events.map(proposed)];
}
