/** The texts that are there, each once: what a document is found by is neither empty nor said twice. */
export const distinct = (texts: readonly (string | null | undefined)[]): readonly string[] => [
  ...new Set(texts.filter((text): text is string => typeof text === 'string' && text !== '')),
];
