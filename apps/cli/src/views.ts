import { Command } from 'commander';
import { actorName, serverUrl } from './arguments.js';
import { ServerSaid } from './exit.js';
import { detailOf } from './import/there.js';

interface Status {
  readonly views: readonly {
    readonly view: string;
    readonly holder?: string;
    readonly version: number;
    readonly state: string;
    readonly position?: string;
    readonly lagEvents: number;
    readonly lagSeconds: number;
    readonly parked: { readonly keys: number; readonly events: number };
  }[];
}

const SERVER = 'http://127.0.0.1:3000';

async function ask(url: string, path: string, init: RequestInit = {}): Promise<unknown> {
  const response = await fetch(new URL(path, url), init).catch(() => {
    throw new ServerSaid(`${url} cannot be reached; is the server running?`);
  });
  if (!response.ok) throw new ServerSaid(await detailOf(response));
  return response.json();
}

interface Page {
  readonly items: readonly unknown[];
  readonly next: string | null;
}

/** All that a list has, page by page. */
async function listed(url: string, path: string, query: Readonly<Record<string, string>>): Promise<readonly unknown[]> {
  const items: unknown[] = [];
  for (let page: Readonly<Record<string, string>> | undefined = {}; page !== undefined;) {
    const parameters = new URLSearchParams({ ...query, ...page });
    const answer = (await ask(url, `${path}?${parameters.toString()}`)) as Page;
    items.push(...answer.items);
    page = answer.next === null ? undefined : { after: answer.next };
  }
  return items;
}

const post = ({ url, actor }: Asking, path: string, body: object) =>
  ask(url, path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-actor': actor },
    body: JSON.stringify(body),
  });

const command = (name: string, description: string) =>
  new Command(name)
    .description(description)
    .option('--url <url>', 'the running server', serverUrl, SERVER)
    .option('--json', 'print JSON', false);

interface Common {
  readonly url: string;
  readonly json: boolean;
}

/** One that has something done. */
const asking = (name: string, description: string) =>
  command(name, description).option('--actor <actor>', 'who asks', actorName, 'integration:cli');

interface Asking extends Common {
  readonly actor: string;
}

const print = (json: boolean, value: unknown, table: () => unknown): void => {
  if (json) console.log(JSON.stringify(value));
  else console.table(table());
};

const status = command('status', 'how far each view is').action(async ({ url, json }: Common) => {
  const found = (await ask(url, '/v1/projections')) as Status;
  print(json, found, () =>
    found.views.map(({ view, holder, version, state, position, lagEvents, lagSeconds, parked }) => ({
      view,
      version,
      state,
      position,
      lagEvents,
      lagSeconds: Math.round(lagSeconds),
      parkedKeys: parked.keys,
      parkedEvents: parked.events,
      ...(holder !== undefined && { holder }),
    })),
  );
});

const rebuild = asking('rebuild', 'build a view anew from the first event, beside the one that is read')
  .argument('<view>')
  .action(async (view: string, options: Asking) => {
    const answer = await post(options, `/v1/projections/${encodeURIComponent(view)}/rebuild`, {});
    print(options.json, answer, () => [answer]);
  });

const parked = command('parked', 'the events that a view could not fold')
  .argument('<view>')
  .option('--key <key>', 'only of this document')
  .action(async (view: string, { url, json, key }: Common & { key?: string }) => {
    const query = { limit: '200', ...(key !== undefined && { key }) };
    const items = await listed(url, `/v1/projections/${encodeURIComponent(view)}/parked`, query);
    print(json, { items }, () => items);
  });

const retry = asking('retry', 'try the parked events of a view again')
  .argument('<view>')
  .option('--key <key>', 'only of this document')
  .action(async (view: string, { key, ...options }: Asking & { key?: string }) => {
    const answer = await post(
      options,
      `/v1/projections/${encodeURIComponent(view)}/retry`,
      key === undefined ? {} : { key },
    );
    print(options.json, answer, () => [answer]);
  });

/** `touchstream views …` */
export const viewsCommand = new Command('views').description('look after the views of a running server');
for (const one of [status, rebuild, parked, retry]) viewsCommand.addCommand(one);
