/** A request that a documented `curl` command makes. */
export interface CurlRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Splits a shell command into its words: single and double quotes, and lines that go on after a backslash. */
function words(command: string): string[] {
  const found = command.replaceAll(/\\\n\s*/g, ' ').matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g);
  return [...found].map(([, single, double, bare]) => single ?? double ?? bare ?? '');
}

/** Reads a `curl` command of the kind our documents use: -X, -H, -d, -G with --data-urlencode, -s, -N. */
export function curl(command: string): CurlRequest {
  const [program, ...rest] = words(command);
  if (program !== 'curl') throw new Error(`not a curl command: ${command}`);
  const headers: Record<string, string> = {};
  const query = new URLSearchParams();
  let [url, method, body]: [string, string, string | undefined] = ['', 'GET', undefined];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (['-s', '-N', '-G', '-sN'].includes(word)) continue;
    const value = word.startsWith('-') ? (rest.shift() ?? '') : '';
    if (word === '-X') method = value;
    else if (word === '-H')
      headers[value.slice(0, value.indexOf(':')).toLowerCase()] = value.slice(value.indexOf(':') + 1).trim();
    else if (word === '-d') body = value;
    else if (word === '--data-urlencode')
      query.append(value.slice(0, value.indexOf('=')), value.slice(value.indexOf('=') + 1));
    else if (word.startsWith('-')) throw new Error(`the test knows no ${word}`);
    else url = word;
  }
  const search = query.toString();
  return { url: search === '' ? url : `${url}?${search}`, method, headers, ...(body === undefined ? {} : { body }) };
}
