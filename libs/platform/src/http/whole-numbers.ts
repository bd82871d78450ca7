/** Digits and no other text of which `Number` makes one, such as `0x10` or `1e400`, which is beyond every bound. */
const DIGITS = /^\d{1,16}$/;

interface QuerySchema {
  readonly properties?: Readonly<Record<string, { readonly type?: unknown }>>;
}

/** A query is texts: those that its schema wants as whole numbers become them. What is no such text stays, to be refused. */
export function wholeNumbersOf({ properties = {} }: QuerySchema): (query: Record<string, unknown>) => void {
  const names = Object.keys(properties).filter(name => properties[name]?.type === 'integer');
  return query => {
    for (const name of names) {
      const text = query[name];
      if (typeof text === 'string' && DIGITS.test(text)) query[name] = Number(text);
    }
  };
}
