// From what stands in a form to the interests a preview is made of: as they would be kept, but not kept.
import { Injectable } from '@nestjs/common';
import type { Texts } from '../language/texts.js';
import type { PreviewView } from '../platform/http/preview-view.js';
import { parseInput } from '../platform/http/parse-input.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import type { Reader } from '../subscribers/access/find-reader.js';
import { BringLibrary } from '../subscribers/library/bring-library.js';
import { WEIGHTS } from '../subscribers/settings/change-interests.js';
import { readInterests, rowsOf } from '../subscribers/settings/interests.schema.js';
import { previewInput } from '../subscribers/sign-up.schema.js';
import { WantedInterests } from '../subscribers/wanted-interests.js';
import { PreviewWeek } from './preview-week.js';
import { interestsFromVoice, MOST_HEARD, VOICE } from './readers-voice.js';

/** As many as a digest has where nobody says otherwise. */
const MOST_A_DAY = 10;

@Injectable()
export class PreviewInterests {
  constructor(
    private readonly prisma: PrismaService,
    private readonly week: PreviewWeek,
    private readonly wanted: WantedInterests,
    private readonly bring: BringLibrary,
  ) {}

  /** @throws DomainError invalid_input with the fields at fault; TooManyError */
  async ofVisitor(body: unknown, ip: string, texts: Texts): Promise<PreviewView> {
    const form = parseInput(previewInput, body);
    const { rows } = await this.bring.run(form, ip);
    const said = await this.wanted.run(form);
    const interests = [
      ...said.map((one) => ({ ...one, weight: 1, muted: false })),
      ...interestsFromVoice({ feedback: [], library: rows.slice(0, MOST_HEARD) }),
    ];
    return this.week.run({ interests, strictness: 0, maxPapers: MOST_A_DAY, ip, texts });
  }

  /**
   * With what she said of papers, which the form does not show.
   *
   * @throws DomainError invalid_input with the fields at fault; TooManyError
   */
  async ofReader({ subscriber, texts }: Reader, body: unknown, ip: string): Promise<PreviewView> {
    const typed = readInterests(rowsOf(body)).map(({ kind, value, emphasis }) => ({
      kind,
      value,
      weight: WEIGHTS[emphasis],
      muted: emphasis === 'mute',
    }));
    const said = await this.prisma.subscriber.findUniqueOrThrow({
      where: { id: subscriber.id },
      include: { interests: { where: { kind: 'paper' } }, ...VOICE },
    });
    const interests = [...typed, ...said.interests, ...interestsFromVoice(said)];
    const { strictness, maxPapers } = subscriber;
    return this.week.run({ interests, strictness, maxPapers, ip, texts });
  }
}
