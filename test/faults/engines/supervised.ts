import { freePort } from '../../fixtures/server-process.js';
import { Service, type ServiceName } from '../../fixtures/service.js';

/** One of the apps at an address that stays, as under a supervisor that starts it again when it was killed. */
export class Supervised {
  #service: Service | undefined;

  private constructor(
    readonly name: ServiceName,
    private readonly env: Readonly<Record<string, string>>,
    /** Told when it ends though nobody ended it. */
    private readonly onEnded: (how: string) => void,
  ) {}

  static async of(
    name: ServiceName,
    env: Readonly<Record<string, string>>,
    onEnded: (how: string) => void,
  ): Promise<Supervised> {
    return new Supervised(name, { ...env, PORT: String(await freePort()) }, onEnded);
  }

  get url(): string {
    return `http://127.0.0.1:${this.env['PORT']}`;
  }
  get running(): Service {
    if (this.#service === undefined) throw new Error(`${this.name} does not run`);
    return this.#service;
  }

  /** Resolves when it listens. */
  async start(): Promise<void> {
    const service = await Service.start(this.name, this.env);
    this.#service = service;
    void this.watch(service);
  }

  async kill(): Promise<void> {
    const service = this.#service;
    this.#service = undefined;
    await service?.kill();
  }

  private async watch(service: Service): Promise<void> {
    const { code, stderr } = await service.program.ended();
    if (this.#service === service) this.onEnded(`${this.name} ended with ${code}: ${stderr}`);
  }
}
