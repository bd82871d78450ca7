import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { FromSide, OpenSide, ToSide } from './side.js';

const MAIN = fileURLToPath(new URL('./side-main.js', import.meta.url));
/** So long a side may take to close, in milliseconds. */
const GRACE = 5_000;

type SideOf<F> = F extends (options: never) => Promise<infer S> ? S : never;
type OptionsOf<F> = F extends (options: infer O) => Promise<unknown> ? O : never;
type InputOf<F> = SideOf<F> extends { round(...input: infer I): Promise<unknown> } ? I : never;
type ResultOf<F> = SideOf<F> extends { round(input: never): Promise<infer R> } ? R : never;
type InfoOf<F> = SideOf<F> extends { readonly info?: infer I } ? Exclude<I, undefined> : never;

/** A side at work, seen from the process that measures. */
export class SideProcess<F extends OpenSide> {
  private constructor(
    private readonly child: ChildProcess,
    private readonly told: { info?: InfoOf<F> },
  ) {}

  /** Starts a process and opens the side of a module in it. */
  static async start<F extends OpenSide>(module: URL, options: OptionsOf<F>): Promise<SideProcess<F>> {
    const child = fork(MAIN, [], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const side = new SideProcess<F>(child, {});
    side.told.info = (await side.ask({ open: module.href, options })) as InfoOf<F>;
    return side;
  }

  get pid(): number {
    return this.child.pid!;
  }
  get info(): InfoOf<F> {
    return this.told.info!;
  }

  /** One round. Throws what the side threw; a side that has ended throws too. */
  round(...[input]: InputOf<F>): Promise<ResultOf<F>> {
    return this.ask({ round: input }) as Promise<ResultOf<F>>;
  }

  /** Lets it close; ends it by force where that takes too long. */
  async end(): Promise<void> {
    const { child } = this;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    const timer = setTimeout(() => child.kill('SIGKILL'), GRACE);
    if (child.connected) child.disconnect();
    await exit;
    clearTimeout(timer);
  }

  private ask(message: ToSide): Promise<unknown> {
    const { child } = this;
    return new Promise((resolve, reject) => {
      const settled = () => child.off('message', onAnswer).off('exit', onExit);
      const onAnswer = (answer: FromSide) => {
        settled();
        if ('error' in answer) reject(new Error(answer.error));
        else resolve(answer.result);
      };
      const onExit = (code: number | null, signal: string | null) => {
        settled();
        reject(new Error(`a side ended with ${code ?? signal}`));
      };
      child.on('message', onAnswer).on('exit', onExit);
      child.send(message);
    });
  }
}
