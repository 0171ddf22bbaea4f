// A Redis client that is told to hang up while it waits to call again never says that it has, and BullMQ waits for that
// word when it stops, for ever (taskforcesh/bullmq#4656). Here it does as one that has not called yet.
import { Redis } from 'ioredis';

const { disconnect } = Redis.prototype;

/** For every client of this process; once is enough. */
export function hangUpWhileWaiting(): void {
  Redis.prototype.disconnect = function (this: Redis, reconnect = false) {
    if (this.status === 'reconnecting' && !reconnect) this.status = 'wait';
    disconnect.call(this, reconnect);
  };
}
