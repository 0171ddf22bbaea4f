// How large a mail may be before mail programs cut it off: Gmail does so at 102 kB of HTML.

/** Octets of HTML, with room for what a relay or a forwarding adds. */
export const MOST_HTML = 95_000;

/** How many octets quoted-printable text stands for; between CRLF lines as between any. */
export function quotedOctets(quoted: string): number {
  let octets = quoted.length;
  for (let at = quoted.indexOf('='); at >= 0; at = quoted.indexOf('=', at + 1)) {
    octets -= quoted.charCodeAt(at + 1) === 13 ? 3 : 2;
  }
  return octets;
}
