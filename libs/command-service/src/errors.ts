/** The command id was used before, for a command with another content. */
export class CommandIdReused extends Error {
  override readonly name = 'CommandIdReused';
}
/** The aggregate has gone on since the revision the caller named. */
export class StaleRevision extends Error {
  override readonly name = 'StaleRevision';
  constructor(
    readonly expected: number,
    readonly actual: number,
  ) {
    super(`the record is at revision ${actual}, not ${expected}`);
  }
}
