/** What is wrong with a part of a mapping that has the right form. */
export interface Fault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}
