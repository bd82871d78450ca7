import { Command } from 'commander';
import { allCommandRoutes } from '@touchstream/command-api';
import { commandContractOf } from '@touchstream/domain';
import { contractOf, eventCatalogue } from '@touchstream/events';
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

/** `touchstream describe` */
export const describeCommand = new Command('describe')
  .description('every command with its route, every event with its version, every view')
  .option('--json', 'print JSON', false)
  .action(({ json }: { json: boolean }) => {
    const all = described();
    if (json) return console.log(JSON.stringify(all));
    for (const [what, list] of Object.entries(all)) {
      console.log(`\n${what} (${list.length})`);
      console.table(list);
    }
  });
