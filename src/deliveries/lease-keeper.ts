// Renews the leases of what this process is at work on, as long as it lives.
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { SECOND } from '../shared/clock.js';
import { LEASE_SECONDS, renewLeases } from './deliveries.queries.js';
import { SendDeliveries } from './send-deliveries.js';
import { workerName } from './worker-name.js';

@Injectable()
export class LeaseKeeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Deliveries');
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly prisma: PrismaService,
    private readonly deliveries: SendDeliveries,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.renew(), (LEASE_SECONDS / 3) * SECOND);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async renew(): Promise<void> {
    const { inHand } = this.deliveries;
    if (inHand.length === 0) return;
    await renewLeases(this.prisma, workerName, inHand).catch((error: unknown) =>
      this.logger.warn(`Could not renew leases: ${String(error)}`),
    );
  }
}
