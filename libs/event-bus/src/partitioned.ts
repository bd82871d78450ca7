/** What stands in one partition of a topic. */
export interface PartitionRecord {
  readonly headers: Readonly<Record<string, Uint8Array>>;
  /** At most {@link MOST_RECORD_BYTES}, headers included. */
  readonly value: Uint8Array;
}
export interface PartitionMessage extends PartitionRecord {
  readonly partition: number;
}

/** What a broker takes as one message by default is 1 MiB; below it, with room for framing. */
export const MOST_RECORD_BYTES = 768 * 1024;

/** A member of a group that shares the partitions of a topic. */
export interface PartitionReader {
  /** It has joined, or the group has shared out anew: these partitions are this member's from now on, and no others. */
  assigned(partitions: readonly number[]): void;
  /**
   * Records of one of its partitions, in order. Resolves when more can be taken; the signal aborts when the partition may have gone to
   * another member.
   */
  take(partition: number, records: readonly PartitionRecord[], signal: AbortSignal): Promise<void>;
}

/**
 * An internal topic whose writer says into which partition a record goes, and whose readers share the partitions. Records may
 * come again, and some of long ago may be gone: whoever reads it must be able to tell.
 */
export interface PartitionedTopic {
  readonly partitions: number;
  /**
   * Appends in order, within each partition. After an error some may have been appended: repeat them. Throws EventBusUnavailable.
   */
  publish(messages: readonly PartitionMessage[]): Promise<void>;
  /**
   * Reads as a member of the group; resolves when the signal has aborted and it has left. Throws EventBusUnavailable where it cannot join, or
   * is a member no longer: no partition is its any more, and it is to join anew, from what the group has committed on.
   */
  read(group: string, reader: PartitionReader, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}
