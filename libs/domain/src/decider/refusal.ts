/**
 * Why a command is refused. `rule`: the state or another record forbids it (422). `missing`: there is no such record
 * (404). `exists`: the record or the value is taken already (409).
 */
export type RefusalKind = 'rule' | 'missing' | 'exists';

/** A refused command. The message is for the caller and carries no personal data; `field` names what it is about. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly kind: RefusalKind,
    /** Stable, kebab-case, documented. */
    readonly code: string,
    message: string,
    /** JSON pointer into the body, as `/lines/0/productId`. */
    readonly field?: string,
  ) {
    super(message);
  }
}

/** Refuses by a business rule. */
export const refuse = (code: string, message: string, field?: string): never => {
  throw new Refusal('rule', code, message, field);
};

/** Refuses unless the condition holds. */
export function ensure(condition: boolean, code: string, message: string, field?: string): asserts condition {
  if (!condition) refuse(code, message, field);
}

/** Refuses because a record that the command names or changes is not there. */
export const missing = (code: string, message: string, field?: string): never => {
  throw new Refusal('missing', code, message, field);
};
