import type { Admin } from 'kafkajs';

/** A topic is not there yet: whoever fills it has not begun. */
export class TopicMissing extends Error {
  override readonly name = 'TopicMissing';

  constructor(readonly topics: readonly string[]) {
    super(`not there yet: ${topics.join(', ')}`);
  }
}

/**
 * Throws {@link TopicMissing}. Looked for through the admin, for a consumer that asks for a topic may have the broker make it, and then with the
 * broker's number of partitions.
 */
export async function ensureTopics(admin: Admin, topics: readonly string[]): Promise<void> {
  const there = await Promise.all(topics.map(topic => isThere(admin, topic)));
  const missing = topics.filter((_, at) => there[at] === false);
  if (missing.length > 0) throw new TopicMissing(missing);
}

async function isThere(admin: Admin, topic: string): Promise<boolean> {
  try {
    await admin.fetchTopicMetadata({ topics: [topic] });
    return true;
  } catch (error) {
    if ((error as { readonly type?: unknown }).type === 'UNKNOWN_TOPIC_OR_PARTITION') return false;
    throw error;
  }
}
