// Where a digest stands on the web: for whoever has the address, without end.
import { signToken } from '../shared/signed-link.js';

export function digestUrl(brand: { publicUrl: string }, secret: string, digestId: string): string {
  return `${brand.publicUrl}/d/${signToken(secret, 'digest', digestId)}`;
}
