import { Inject, Injectable } from '@nestjs/common';
import { etag, Problem } from '@touchstream/platform';
import type { DocVersion, ViewStore } from '@touchstream/view-store';
import type { Doc } from '@touchstream/views';
import { holdsAt, KeptAnswers, type DocumentAnswer, type KeptAnswer } from './kept-answers.js';
import { Moment } from './moment.js';
import { VIEW_STORE } from './ports.js';
import type { Resource } from './resource.js';

/**
 * Answers reads of one document. Answers are kept: while the view has the same version of the document, and nothing in the
 * answer has become otherwise by time alone, it is given again as it is.
 */
@Injectable()
export class DocumentAnswers {
  readonly #kept = new KeptAnswers();

  constructor(@Inject(VIEW_STORE) private readonly views: ViewStore) {}

  /** Throws a {@link Problem} (`not-found`) where there is no such document. */
  async of<D extends Doc>(resource: Resource<D>, key: string, now = new Date()): Promise<DocumentAnswer> {
    const name = `${resource.view.name}/${key}`;
    const kept = this.#kept.get(name);
    const valid = kept !== undefined && holdsAt(kept, now.getTime()) ? kept : undefined;
    const found = await this.views.getVersion(resource.view, key, valid?.version);
    if (found === undefined) {
      this.#kept.remove(name);
      throw new Problem('not-found', `there is no such ${resource.noun}`);
    }
    const answer = found.doc === undefined ? valid! : answerOf(resource, found.version, found.doc, now);
    this.#kept.put(name, answer);
    return answer;
  }
}

function answerOf<D extends Doc>(of: Resource<D>, version: DocVersion, doc: D, now: Date): KeptAnswer {
  const moment = new Moment(now);
  const answer = documentAnswer(of, { position: version.position, doc }, moment);
  return { ...answer, version, from: now.getTime(), until: moment.until };
}

/** What a read of a document at a position is answered. */
export function documentAnswer<D extends Doc>(
  of: Resource<D>,
  { position, doc }: { readonly position: bigint; readonly doc: D },
  moment: Moment,
): DocumentAnswer {
  const body = Buffer.from(JSON.stringify(of.present(doc, moment)));
  const revision = of.revision(doc);
  return { position: position.toString(), etag: revision === undefined ? undefined : etag(revision), body };
}
