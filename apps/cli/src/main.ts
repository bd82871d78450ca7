import 'reflect-metadata';
import { Command } from 'commander';
import { backupCommand } from './backup.js';
import { describeCommand } from './describe.js';
import { EXIT, fail } from './exit.js';
import { importCommand } from './import/index.js';
import { schemasCommand } from './schemas.js';
import { verifyCommand } from './verify.js';
import { viewsCommand } from './views.js';

const program = new Command('touchstream')
  .description('Import data, look after the views, and prove what is stored.')
  .showHelpAfterError()
  .configureOutput({ outputError: (text, write) => write(text) })
  .addCommand(importCommand)
  .addCommand(viewsCommand)
  .addCommand(backupCommand)
  .addCommand(describeCommand)
  .addCommand(schemasCommand)
  .addCommand(verifyCommand);

/** Wrong arguments have an exit code of their own. */
function exitAsUsage(command: Command): void {
  command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : EXIT.usage));
  for (const one of command.commands) exitAsUsage(one as Command);
}
exitAsUsage(program);

program.parseAsync().catch(fail);
