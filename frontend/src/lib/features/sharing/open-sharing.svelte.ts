import { newId } from '#lib/api/ids.ts';
import type { Connection, Grant } from '#lib/api/types.ts';
import {
  allConnections,
  disconnect,
  getSharing,
  pauseEverything,
  putGrant,
  sameAgain,
  stopGrant
} from './sharing.ts';

/** Who sees what, as it stands on the screen. What was stopped here stays, with its way back. */
export class OpenSharing {
  grants = $state.raw<Grant[]>([]);
  connections = $state.raw<Connection[]>([]);
  pausedAt = $state<string | null>(null);

  /** The same id again, where an answer was lost on its way. */
  #again: Record<string, string> = {};

  static async read(): Promise<OpenSharing> {
    const [sharing, connections] = await Promise.all([getSharing(), allConnections()]);
    const open = new OpenSharing();
    open.grants = sharing.grants;
    open.pausedAt = sharing.everything_paused_at;
    open.connections = connections;
    return open;
  }

  async stop(grant: Grant): Promise<void> {
    this.#replace(grant.id, await stopGrant(grant.id));
  }

  async again(grant: Grant): Promise<void> {
    const id = (this.#again[grant.id] ??= newId());
    this.#replace(grant.id, await putGrant(id, sameAgain(grant)));
  }

  async pause(isPaused: boolean): Promise<void> {
    this.pausedAt = await pauseEverything(isPaused);
  }

  async disconnect({ membership }: Connection): Promise<void> {
    await disconnect(membership);
    this.connections = this.connections.filter((one) => one.membership !== membership);
  }

  /** Whether something is shared with this very person by name. */
  isShared({ membership }: Connection): boolean {
    return this.grants.some((grant) => grant.membership === membership && !grant.revoked_at);
  }

  #replace(id: string, grant: Grant): void {
    this.grants = this.grants.map((one) => (one.id === id ? grant : one));
  }
}
