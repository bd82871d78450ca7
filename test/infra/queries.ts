/** What a PromQL expression speaks of. */
export interface Spoken {
  /** Metrics, as they are called where they are scraped: `…_bucket`, `…_sum` and `…_count` of a histogram. */
  readonly metrics: readonly string[];
  /** Labels that it selects or groups by. */
  readonly labels: readonly string[];
}

const unique = (names: Iterable<string>): readonly string[] => [...new Set(names)];
const NAME = /[a-zA-Z_:][\w:]*/g;
/** Words of the language that stand where a metric could. */
const WORDS = new Set(['by', 'without', 'on', 'ignoring', 'and', 'or', 'unless', 'bool', 'offset', 'inf', 'nan']);

/** The names in an expression, without parsing it: what is left of it beside texts, selectors, ranges and functions. */
export function spokenOf(expression: string): Spoken {
  const selections = [...expression.matchAll(/\{([^}]*)\}/g)].flatMap(([, inside]) =>
    [...inside!.matchAll(/(\w+)\s*(=~|!~|!=|=)/g)].map(([, label]) => label!),
  );
  const groupings = [...expression.matchAll(/\b(?:by|without|on|ignoring)\s*\(([^)]*)\)/g)].flatMap(
    ([, inside]) => inside!.match(NAME) ?? [],
  );
  const bare = expression
    .replaceAll(/"[^"]*"/g, '')
    .replaceAll(/\{[^}]*\}/g, '')
    .replaceAll(/\[[^\]]*\]/g, '')
    .replaceAll(/\b(?:by|without|on|ignoring)\s*\([^)]*\)/g, '')
    .replaceAll(/\b\d[\w.]*/g, '')
    .replaceAll(/[a-zA-Z_]\w*\s*\(/g, '(');
  const metrics = (bare.match(NAME) ?? []).filter(name => !WORDS.has(name.toLowerCase()));
  return { metrics: unique(metrics), labels: unique([...selections, ...groupings]) };
}

/** As {@link spokenOf}, of the query of a dashboard's variable: `label_values(metric, label)`. */
export function spokenByVariable(query: string): Spoken {
  const [, metric, label] = /^label_values\(([\w:]+), (\w+)\)$/.exec(query) ?? [];
  if (metric === undefined || label === undefined) throw new RangeError(`no query of a variable: ${query}`);
  return { metrics: [metric], labels: [label] };
}
