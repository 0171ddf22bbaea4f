// What the interests page shows: what is kept, or what was typed when something about it does not fit.
import { Injectable } from '@nestjs/common';
import { Config } from '../../config/config.js';
import type { Interest } from '../../generated/prisma/client.js';
import type { Texts } from '../../language/texts.js';
import type { PreviewView } from '../../platform/http/preview-view.js';
import type { Choice, InterestRowView, InterestsView } from '../../platform/http/reader-page-views.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import type { Reader } from '../access/find-reader.js';
import { rowsOf, type TypedInterests, type TypedRow } from './interests.schema.js';
import { choices } from '../choices.js';
import { fieldTree, nameOfField } from '../field-tree.js';

/** Called by the same names in `web.interests`. */
const EMPHASES = ['more', 'normal', 'less', 'mute'];
/** Rows to type something new into. */
const FREE_ROWS = 2;

@Injectable()
export class InterestsPage {
  constructor(
    private readonly config: Config,
    private readonly prisma: PrismaService,
  ) {}

  async view(
    { subscriber, base, isSignedIn, texts }: Reader,
    shown: {
      notice?: string;
      body?: unknown;
      errors?: Readonly<Record<string, string>>;
      preview?: PreviewView;
      /** What was pasted and is not taken yet. */
      papers?: string;
    } = {},
  ): Promise<InterestsView> {
    const errors = shown.errors ?? {};
    const emphases = EMPHASES.map((name) => [name, texts.say(`web.interests.${name}`)] as const);
    const rows = shown.body === undefined ? await this.kept(subscriber.id) : rowsOf(shown.body);
    const row = (typed: TypedRow, label = ''): InterestRowView => {
      const error = errors[typed.id];
      return {
        id: typed.id,
        value: typed.value,
        label,
        weights: choices(emphases, typed.weight),
        ...(error !== undefined && { error }),
      };
    };
    const followed = new Set(rows.categories.map(({ value }) => value));
    return {
      base,
      previewAction: `${base}/interests/preview`,
      isSignedIn,
      ...(shown.notice !== undefined && { notice: shown.notice }),
      ...(shown.preview && { preview: shown.preview }),
      errors: Object.entries(errors).map(([id, message]) => ({ id, field: fieldName(texts, id), message })),
      description: row(rows.description),
      queries: withFreeRows('query', rows.queries).map((one) => row(one)),
      authors: withFreeRows('author', rows.authors).map((one) => row(one)),
      followed: rows.categories.map((one) => ({
        ...row(one, nameOfField(texts, one.value).name),
        isEnglish: nameOfField(texts, one.value).isEnglish,
        weights: [...row(one).weights, dropped(texts, one.weight === 'off')],
      })),
      liked: await this.liked(subscriber.id, texts),
      papers: shown.papers ?? rows.papers,
      papersError: errors['papers'] ?? '',
      groups: fieldTree(texts, {
        sources: this.config.sources.names,
        checked: rows.added,
        without: followed,
      }),
    };
  }

  private async kept(subscriberId: string): Promise<TypedInterests> {
    const interests = await this.prisma.interest.findMany({
      where: { subscriberId },
      orderBy: [{ createdAt: 'asc' }, { value: 'asc' }],
    });
    const rows = (kind: string) =>
      interests
        .filter((one) => one.kind === kind)
        .map((one, index) => ({ id: `${kind}-${index + 1}`, value: one.value, weight: emphasisOfKept(one) }));
    const [description] = rows('description');
    return {
      description: description ?? { id: 'description-1', value: '', weight: 'normal' },
      queries: rows('query'),
      authors: rows('author'),
      categories: rows('category'),
      added: [],
      papers: '',
    };
  }

  private async liked(subscriberId: string, texts: Texts): Promise<InterestsView['liked']> {
    const papers = await this.prisma.interest.findMany({
      where: { subscriberId, kind: 'paper' },
      orderBy: [{ createdAt: 'desc' }, { value: 'asc' }],
    });
    return papers.map((one) => ({
      id: one.id,
      title: one.value.split('\n', 1)[0] ?? '',
      weights: [
        ...choices(
          EMPHASES.map((name) => [name, texts.say(`web.interests.${name}`)] as const),
          emphasisOfKept(one),
        ),
        { value: 'off', label: texts.say('web.interests.forget'), selected: false },
      ],
    }));
  }
}

/** What the form calls the field of this id. */
function fieldName(texts: Texts, id: string): string {
  const [kind = '', number = ''] = id.split('-');
  const names: Record<string, string> = {
    description: 'web.common.whatDoYouWorkOn',
    query: 'web.interests.query',
    author: 'web.interests.author',
    category: 'web.interests.followed',
    categories: 'web.interests.moreFields',
    papers: 'web.interests.liked',
  };
  return texts.say(names[kind] ?? 'web.interests.heading', { number: Number(number) });
}

function emphasisOfKept({ weight, muted }: Interest): string {
  if (muted) return 'mute';
  if (weight === 1) return 'normal';
  return weight > 1 ? 'more' : 'less';
}

function withFreeRows(kind: string, rows: readonly TypedRow[]): TypedRow[] {
  const filled = rows.filter(({ value }) => value.trim() !== '');
  const all = [...rows];
  const missing = Math.max(0, FREE_ROWS - (rows.length - filled.length));
  for (let more = 0; more < missing; more += 1) {
    all.push({ id: `${kind}-${all.length + 1}`, value: '', weight: 'normal' });
  }
  return all;
}

function dropped(texts: Texts, selected: boolean): Choice {
  return { value: 'off', label: texts.say('web.interests.off'), selected };
}
