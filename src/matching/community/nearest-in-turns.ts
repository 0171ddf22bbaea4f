// Which liked papers are nearest to each of many, which takes milliseconds a paper.
import { type ContentColumns, contentRows } from '../community-content.js';
import type { Pausing } from '../pausing.js';
import type { PaperText } from '../types.js';
import type { CommunityModel } from './community-model.js';
import { type SparseRows, stacked } from './sparse-rows.js';

const AT_ONCE = 25;

/** @param columns of the community. @returns what CommunityModel.scores() asks for: a row for each paper */
export function* nearestInTurns(
  community: CommunityModel,
  columns: ContentColumns,
  papers: readonly Pick<PaperText, 'title' | 'abstract'>[],
): Pausing<SparseRows> {
  const parts = [community.nearest(contentRows(columns, []))];
  for (let first = 0; first < papers.length; first += AT_ONCE) {
    parts.push(community.nearest(contentRows(columns, papers.slice(first, first + AT_ONCE))));
    yield;
  }
  return stacked(parts);
}
