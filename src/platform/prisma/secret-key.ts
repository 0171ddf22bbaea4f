// The key that signs links. Configured, or made once and kept where all processes find it.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { randomToken } from '../../shared/signed-link.js';
import { PrismaService } from './prisma.service.js';

const NAME = 'secret_key';

@Injectable()
export class SecretKey implements OnModuleInit {
  private key = '';

  constructor(
    private readonly config: Config,
    private readonly prisma: PrismaService,
  ) {}

  async onModuleInit(): Promise<void> {
    if (this.config.secretKey) {
      this.key = this.config.secretKey;
      return;
    }
    await this.prisma.setting.createMany({
      data: [{ name: NAME, value: randomToken() }],
      skipDuplicates: true,
    });
    const setting = await this.prisma.setting.findUniqueOrThrow({ where: { name: NAME } });
    this.key = setting.value;
  }

  get value(): string {
    return this.key;
  }
}
