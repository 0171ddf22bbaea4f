// A reader is forgotten: everything about her goes but a keyed hash of her address, by which we know not to write to it.
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { SecretKey } from '../../platform/prisma/secret-key.js';
import { Clock } from '../../shared/clock.js';
import { addressHash } from '../../shared/signed-link.js';

@Injectable()
export class EraseReader {
  constructor(
    private readonly prisma: PrismaService,
    private readonly secretKey: SecretKey,
    private readonly clock: Clock,
  ) {}

  /** Repeating it changes nothing. */
  async run(input: { subscriberId: string }): Promise<void> {
    await this.prisma.$transaction(async (transaction) => {
      const reader = await transaction.subscriber.findUnique({ where: { id: input.subscriberId } });
      if (!reader) return;
      const addressKey = addressHash(this.secretKey.value, reader.addressKey);
      await transaction.suppression.deleteMany({ where: { addressKey: reader.addressKey } });
      await transaction.suppression.createMany({
        data: [{ addressKey, reason: 'erased', suppressedAt: this.clock.now() }],
        skipDuplicates: true,
      });
      // All that is hers hangs from this row.
      await transaction.subscriber.delete({ where: { id: reader.id } });
    });
  }
}
