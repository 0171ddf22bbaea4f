// The grounds our mails stand on and their own accent, as templates/mail/partials/head.mjml says them. An operator's
// accent takes the place of ours, and must read on both grounds.

export const MAIL_GROUND = { light: '#fffdf8', dark: '#171614' } as const;
export const MAIL_ACCENT = { light: '#8c1d18', dark: '#f0a29b' } as const;
/** The label of a button, on the accent. */
export const MAIL_LABEL = { light: '#ffffff', dark: '#1d1310' } as const;
