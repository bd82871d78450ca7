const MOST_KEPT = 10_000;

/** The same pure function, keeping the answers to the latest texts: 10,000 to 20,000 of them. */
export function remembering<T>(of: (text: string) => T): (text: string) => T {
  let young = new Map<string, T>();
  let old = new Map<string, T>();
  return text => {
    if (young.has(text)) return young.get(text) as T;
    const value = old.has(text) ? (old.get(text) as T) : of(text);
    if (young.size >= MOST_KEPT) [old, young] = [young, new Map()];
    young.set(text, value);
    return value;
  };
}
