/** A documented command, and the answer documented below it. */
export interface Sample {
  readonly line: number;
  readonly command: string;
  readonly answer?: unknown;
}

/** The `sh` blocks of a Markdown text, each with the `json` block that follows it. */
export function samplesIn(markdown: string): Sample[] {
  const blocks = [...markdown.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, language, text = ''], at, all) => ({
    language,
    text: text.trim(),
    line: markdown.slice(0, all[at]!.index).split('\n').length,
    end: all[at]!.index + all[at]![0].length,
    start: all[at]!.index,
  }));
  return blocks.flatMap(({ language, text, line }, at) => {
    if (language !== 'sh') return [];
    const next = blocks[at + 1];
    return [
      { line, command: text, ...(next?.language === 'json' ? { answer: JSON.parse(next.text) as unknown } : {}) },
    ];
  });
}

/** What a documented answer may leave out or leave open. */
export const ANYTHING = '…';

/** Where an answer is not as documented: fields may be more than documented, `…` stands for anything, in a list for any rest. */
export function differences(documented: unknown, actual: unknown, at = ''): string[] {
  if (documented === ANYTHING) return [];
  if (Array.isArray(documented)) {
    if (!Array.isArray(actual)) return [`${at} is no list`];
    const open = documented.at(-1) === ANYTHING;
    const listed = open ? documented.slice(0, -1) : documented;
    const wrong =
      !open && actual.length !== listed.length ? [`${at} has ${actual.length} items, not ${listed.length}`] : [];
    return [...wrong, ...listed.flatMap((one, index) => differences(one, actual[index], `${at}/${index}`))];
  }
  if (typeof documented === 'object' && documented !== null) {
    if (typeof actual !== 'object' || actual === null) return [`${at} is no object`];
    return Object.entries(documented).flatMap(([key, value]) =>
      Object.hasOwn(actual, key)
        ? differences(value, (actual as Record<string, unknown>)[key], `${at}/${key}`)
        : [`${at}/${key} is missing`],
    );
  }
  return Object.is(documented, actual) ? [] : [`${at} is ${JSON.stringify(actual)}, not ${JSON.stringify(documented)}`];
}
