/**
 * A bounded memory of what was used of late: between `half` and 2 × `half` entries. Two halves instead of a list in order of
 * use: what is used moves into the young half, and when that is full, the old half is forgotten.
 */
export class Recent<V> {
  private young = new Map<string, V>();
  private old = new Map<string, V>();
  private forgot = false;

  constructor(private readonly half: number) {}

  /** Whether nothing has ever been forgotten: what is not here has never been put here. */
  get isWhole(): boolean {
    return !this.forgot;
  }

  get size(): number {
    return this.young.size + this.old.size;
  }

  get(key: string): V | undefined {
    const young = this.young.get(key);
    if (young !== undefined) return young;
    const old = this.old.get(key);
    if (old !== undefined) this.put(key, old);
    return old;
  }

  put(key: string, value: V): void {
    if (this.young.size >= this.half && !this.young.has(key)) {
      this.forgot ||= this.old.size > 0;
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(key, value);
  }

  /** What is there under the key is no longer so; nothing is put in its place. */
  forget(key: string): void {
    this.young.delete(key);
    this.old.delete(key);
    this.forgot = true;
  }
}
