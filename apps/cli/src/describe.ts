import { Command } from 'commander';
import { allCommandRoutes } from '@touchstream/command-api';
import { commandContractOf } from '@touchstream/domain';
import { contractOf, eventCatalogue } from '@touchstream/events';
import { asyncApiDocument } from '@touchstream/projections';
import { typesOf, views } from '@touchstream/views';

const described = () => ({
  commands: allCommandRoutes.flatMap(({ aggregate, paths }) =>
    Object.entries(paths).map(([command, path]) => ({
      aggregate: aggregate.name,
      command,
      route: `POST ${path}`,
      summary: commandContractOf(aggregate.commands[command]!).summary,
    })),
  ),
  events: [...eventCatalogue].map(([type, contract]) => {
    const { version, context, description } = contractOf(contract);
    return { type, version, context, description };
  }),
  views: views.map(view => ({ view: view.name, version: view.version, events: typesOf(view).length })),
});

/** `touchstream describe asyncapi` */
const asyncApiCommand = new Command('asyncapi')
  .description('the public events as an AsyncAPI 3.0 document, in JSON')
  .action(() => console.log(JSON.stringify(asyncApiDocument(), null, 2)));

/** `touchstream describe` */
export const describeCommand = new Command('describe')
  .description('every command with its route, every event with its version, every view')
  .option('--json', 'print JSON', false)
  .addCommand(asyncApiCommand)
  .action(({ json }: { json: boolean }) => {
    const all = described();
    if (json) return console.log(JSON.stringify(all));
    for (const [what, list] of Object.entries(all)) {
      console.log(`\n${what} (${list.length})`);
      console.table(list);
    }
  });
