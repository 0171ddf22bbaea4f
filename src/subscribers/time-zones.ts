// Every zone PostgreSQL can reckon in and a person might look for.
import { Injectable } from '@nestjs/common';
import { type Database, PrismaService } from '../platform/prisma/prisma.service.js';

@Injectable()
export class TimeZones {
  private names: string[] | undefined;

  constructor(private readonly prisma: PrismaService) {}

  /** UTC first, then by name. */
  async list(): Promise<string[]> {
    this.names ??= (
      await this.prisma.$queryRaw<{ name: string }[]>`
        SELECT name FROM pg_timezone_names
        WHERE name = 'UTC' OR name ~ '^(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)/'
        ORDER BY name = 'UTC' DESC, name`
    ).map(({ name }) => name);
    return this.names;
  }

  /** Also zones that nobody would look for. */
  async has(name: string): Promise<boolean> {
    return (await this.list()).includes(name) || isTimeZone(this.prisma, name);
  }
}

/** Zones with a summer time of whose names PostgreSQL makes a fixed offset: they would be an hour wrong half the year. */
const READ_AS_OFFSETS = new Set(['CET', 'EET', 'MET', 'WET']);

/** Whether PostgreSQL knows it: also zones that nobody would look for, such as `Etc/GMT+3`. */
export async function isTimeZone(database: Database, name: string): Promise<boolean> {
  if (READ_AS_OFFSETS.has(name)) return false;
  const found = await database.$queryRaw<unknown[]>`SELECT 1 FROM pg_timezone_names WHERE name = ${name}`;
  return found.length > 0;
}
