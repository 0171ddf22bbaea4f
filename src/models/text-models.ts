// The text model to work with: the newest one the service has trained, or the one that comes with it.
import { Injectable, Logger } from '@nestjs/common';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { ModelFileError, readModel } from '../matching/model-file.js';
import type { TextModel } from '../matching/text-model.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';

const SHIPPED = new URL('../../models/science.model.gz', import.meta.url);

/** Read once a process: several services may live in one. */
let shipped: Promise<TextModel> | undefined;

@Injectable()
export class TextModels {
  private readonly told = new Logger('Text model');
  private cached: { version: string; model: Promise<TextModel> } | undefined;

  constructor(private readonly prisma: PrismaService) {}

  /** @returns the newest model that can be read. */
  async current(): Promise<TextModel> {
    const newest = await this.prisma.textModel.findFirst({
      select: { version: true },
      orderBy: { trainedAt: 'desc' },
    });
    if (newest === null) return shippedModel();
    if (this.cached?.version !== newest.version)
      this.cached = { version: newest.version, model: this.load(newest.version) };
    return this.cached.model;
  }

  /** A model that cannot be read is said so once, and the one that comes with Courant takes its place. */
  private async load(version: string): Promise<TextModel> {
    try {
      const { data } = await this.prisma.textModel.findUniqueOrThrow({ where: { version } });
      return await unpacked(data);
    } catch (error) {
      this.told.warn(`${version} cannot be used: ${error instanceof Error ? error.message : String(error)}`);
      return shippedModel();
    }
  }
}

async function shippedModel(): Promise<TextModel> {
  shipped ??= readFile(SHIPPED).then(unpacked);
  return shipped;
}

/** @throws {ModelFileError} */
export async function unpacked(packed: Uint8Array): Promise<TextModel> {
  let bytes: Uint8Array;
  try {
    bytes = await promisify(gunzip)(packed);
  } catch {
    throw new ModelFileError('The model is cut short or damaged: it cannot be unpacked.');
  }
  return readModel(bytes);
}
