// Which public Zotero library somebody means: of a user or of a group, by number.

export interface ZoteroPlace {
  kind: 'users' | 'groups';
  id: string;
}

/**
 * `12345` and `users/12345` are a user's, `groups/67` and the address of a group's page a group's. Addresses of people's
 * pages carry no number, so they say nothing.
 *
 * @returns undefined for anything without a number
 */
export function readZoteroPlace(text: string): ZoteroPlace | undefined {
  const given = text.trim().slice(0, 300);
  const [, kind, id] = /(?:^|[/\s])(user|group)s?[/:\s#]+(\d{1,12})(?!\d)/i.exec(given) ?? [];
  if (kind !== undefined && id !== undefined) {
    return { kind: kind.toLowerCase() === 'group' ? 'groups' : 'users', id };
  }
  return /^\d{1,12}$/.test(given) ? { kind: 'users', id: given } : undefined;
}
