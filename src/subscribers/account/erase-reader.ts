// A reader is forgotten: everything about her goes but a keyed hash of her address, by which we know not to write to it.
// One mail more is sent, the receipt; its row keeps the address until it is through, and not longer.
import { Injectable } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { untilHandedOver } from '../../deliveries/cancel-mail.js';
import { sendDeliveries } from '../../deliveries/deliveries.jobs.js';
import { queueDeliveries } from '../../deliveries/queue-delivery.js';
import type { Subscriber } from '../../generated/prisma/client.js';
import { type Database, PrismaService } from '../../platform/prisma/prisma.service.js';
import { throughTrouble } from '../../platform/prisma/passing-trouble.js';
import { SecretKey } from '../../platform/prisma/secret-key.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import { Clock } from '../../shared/clock.js';
import { addressHash } from '../../shared/signed-link.js';

const PATIENCE_MS = 5_000;

@Injectable()
export class EraseReader {
  constructor(
    private readonly config: Config,
    private readonly prisma: PrismaService,
    private readonly secretKey: SecretKey,
    private readonly clock: Clock,
    private readonly queue: JobQueue,
  ) {}

  /** Repeating it changes nothing. */
  async run(input: { subscriberId: string }): Promise<void> {
    // What is being handed over at this moment comes before the receipt, which is to be the last mail.
    await untilHandedOver(this.prisma, input.subscriberId);
    // One transaction: whatever dies, she is there whole, or she is gone and her receipt waits.
    const deliveryIds = await throughTrouble(() => this.erase(input.subscriberId), PATIENCE_MS);
    if (deliveryIds.length > 0) void this.queue.enqueue(sendDeliveries, { deliveryIds });
  }

  /** A mail that just came back as undeliverable locks what hangs from her first: PostgreSQL then ends one of the two. */
  private erase(subscriberId: string): Promise<string[]> {
    return this.prisma.$transaction(async (transaction) => {
      // Whoever erases her at the same moment, or moves her to another address, is done before or finds nobody.
      await transaction.$queryRaw`SELECT 1 FROM subscribers WHERE id = ${subscriberId}::uuid FOR UPDATE`;
      const reader = await transaction.subscriber.findUnique({ where: { id: subscriberId } });
      if (!reader) return [];
      const receipt = await this.queueReceipt(transaction, reader);
      await transaction.suppression.deleteMany({ where: { addressKey: reader.addressKey } });
      await transaction.suppression.createMany({
        data: [
          {
            addressKey: addressHash(this.secretKey.value, reader.addressKey),
            reason: 'erased',
            suppressedAt: this.clock.now(),
          },
        ],
        skipDuplicates: true,
      });
      // All that is hers hangs from this row.
      await transaction.subscriber.delete({ where: { id: reader.id } });
      return receipt;
    });
  }

  /** Nobody who never confirmed is written to, and no address that does not want mail or has none. */
  private async queueReceipt(database: Database, reader: Subscriber): Promise<string[]> {
    const shut = await database.suppression.count({ where: { addressKey: reader.addressKey } });
    if (reader.confirmedAt === null || shut > 0) return [];
    const { address: recipient, language, timeZone } = reader;
    return queueDeliveries(database, this.config, this.clock.now(), [
      { kind: 'erased', recipient, details: { erased: { language, timeZone } } },
    ]);
  }
}
