// Who is asking, for the consent record: kept with it and used for nothing else.

export interface Visitor {
  ip: string | null;
  userAgent: string | null;
}

/** A visitor from a request's parts; texts a client chooses are kept short. */
export function visitorOf(request: { ip: string; headers: { 'user-agent'?: string | undefined } }): Visitor {
  return { ip: request.ip, userAgent: request.headers['user-agent']?.slice(0, 300) ?? null };
}
