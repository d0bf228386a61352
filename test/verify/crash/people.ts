import type { Server } from '../../support/server.ts';

const PASSWORD = 'correct horse';

/** A client that registers, signs in and signs out, and keeps what was acknowledged. */
export class People {
  readonly done = { registered: 0, signedIn: 0, signedOut: 0 };
  /** A token from before the first kill, which must stay valid to the end. */
  owner = '';
  private count = 0;
  private registered: string[] = [];
  private good: string[] = [];
  private ended: string[] = [];

  /** Works until the server is gone. */
  async write(server: Server): Promise<void> {
    while (await this.step(server));
  }

  /** Registers one user with two sessions, and ends one of them. @returns false when the server is gone */
  private async step(server: Server): Promise<boolean> {
    const email = `somebody-${this.count++}@example.com`;
    const body = { email, password: PASSWORD };
    if ((await this.send(server, 'register', body)) === undefined) return false;
    this.registered.push(email);
    this.done.registered++;
    const [stays, goes] = [await this.send(server, 'login', body), await this.send(server, 'login', body)];
    for (const token of [stays, goes]) if (token !== undefined) this.done.signedIn++;
    if (stays !== undefined) this.good.push(stays);
    if (goes === undefined || (await this.send(server, 'logout', { token: goes })) === undefined) return false;
    this.ended.push(goes);
    this.done.signedOut++;
    return true;
  }

  private async send(server: Server, path: string, body: object): Promise<string | undefined> {
    const answer = await server.call('POST', `/${path}`, { body }).catch(() => undefined);
    if (answer && answer.status >= 300) throw new Error(`${path} was answered with ${answer.status}`);
    return answer && String(answer.body.data);
  }

  /** Checks everything that was acknowledged since the last check, and the first token. @returns the faults */
  async check(server: Server): Promise<string[]> {
    const faults: string[] = [];
    const expectAll = async (tokens: string[], expected: number) => {
      for (const token of tokens) {
        const { status } = await server.call('GET', '/users/me', { token });
        if (status !== expected) faults.push(`a token was answered with ${status} instead of ${expected}`);
      }
    };
    await expectAll([this.owner, ...this.good], 200);
    await expectAll(this.ended, 401);
    for (const email of this.registered) {
      const { status } = await server.call('POST', '/login', { body: { email, password: PASSWORD } });
      if (status !== 200) faults.push(`${email} cannot sign in: ${status}`);
    }
    [this.good, this.ended, this.registered] = [[], [], []];
    return faults;
  }
}
