import 'reflect-metadata';
import type { FromSide, OpenSide, Side, ToSide } from './side.js';

/** The process of a side: opens it, answers for each round, and ends when its parent lets go of it. */
let side: Side | undefined;

async function carryOut(message: ToSide): Promise<unknown> {
  if ('round' in message) return side?.round?.(message.round);
  const { open } = (await import(message.open)) as { open: OpenSide<unknown, unknown> };
  side = (await open(message.options)) as Side;
  return side.info;
}

process.on('message', (message: ToSide) => {
  const tell = (answer: FromSide) => process.send?.(answer);
  carryOut(message).then(
    result => tell({ result }),
    (error: unknown) => tell({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});

process.on('disconnect', () => {
  const end = () => process.exit(0);
  Promise.resolve(side?.close?.()).then(end, end);
});
