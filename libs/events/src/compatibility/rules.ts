/** What to do about a change; `accept` means that it may happen within a version. */
export type Remedy = 'accept' | 'new-version' | 'restore' | 'upcast';

/** What a change of a contract means to those who hold the published form of it. */
interface Rule {
  readonly remedy: Remedy;
  readonly because: string;
}

const rule =
  (remedy: Remedy) =>
  (because: string): Rule => ({ remedy, because });
const allowed = rule('accept');
const refused = rule('new-version');
const kept = rule('restore');

/**
 * A version of a type means the same set of values for ever, for two kinds of readers: a consumer with an old schema reads the
 * events of today, and the program of today reads the events of every day before, which stand in the store and come again in
 * each replay. So values may be neither taken away nor added; what may come is a field that nobody has to know.
 */
export const rules = {
  'type-added': allowed('nobody reads it yet'),
  'version-added': allowed('those who read the earlier ones are not touched'),
  'field-added': allowed('readers skip fields that they do not know, and stored events may lack it'),
  'sample-added': allowed('the example of the contract is a golden sample from now on'),
  'type-removed': kept('its events stand in the store and must be read for ever'),
  'version-removed': kept('its events stand in the store and must be read for ever'),
  'version-skipped': kept('versions count up by one, so that every step has its upcaster'),
  'context-changed': kept('the type would move to another topic, away from its readers'),
  'field-removed': refused('readers use it (a renamed field is one removed and one added)'),
  'required-field-added': refused('stored events lack it'),
  'field-made-required': refused('stored events may lack it'),
  'field-made-optional': refused('readers rely on it'),
  'personal-mark-added': refused('the field would leave the public form, and readers use it'),
  'personal-mark-removed': refused('what was promised to stay inside would be published'),
  'type-changed': refused('readers cannot take the new kind of value, nor this program the stored one'),
  'value-removed': refused('stored events have it'),
  'value-added': refused('readers know the listed values only, and decide by them'),
  'limit-narrowed': refused('stored events may lie outside'),
  'limit-widened': refused('readers made room for the old limit'),
  'constraint-changed': refused('what was valid is not, or the other way round'),
  'sample-missing': kept('nothing would prove that its stored events can still be read'),
  'sample-unreadable': rule('upcast')('an event like it stands in the store and must be read for ever'),
} as const satisfies Readonly<Record<string, Rule>>;

export type RuleName = keyof typeof rules;
