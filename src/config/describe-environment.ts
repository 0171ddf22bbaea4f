// The documentation of the configuration, made from the schema so that it cannot be out of date.
import { environment, type VariableName } from './env.js';

interface Variable {
  name: VariableName;
  description: string;
  fallback: string | undefined;
  example: string | undefined;
  isSecret: boolean;
}

/** docs/configuration.md */
export function configurationPage(): string {
  const rows = variables().map(
    ({ name, description, fallback, example, isSecret }) =>
      `| \`${name}\` | ${fallback === undefined ? '–' : `\`${fallback}\``} | ${description.replaceAll('|', '\\|')}` +
      `${example === undefined ? '' : ` Example: \`${example}\`.`}${isSecret ? ' Secret: never printed.' : ''} |`,
  );
  return [
    '# Configuration',
    '',
    '<!-- Written by `npm run docs` from src/config/env.ts. Do not edit. -->',
    '',
    'Courant is configured by environment variables and needs none of them to start. An empty value counts as none.',
    'Wrong values end the start with exit code 78 and a list of all of them. In a file `.env` in the folder it is started in,',
    'what holds a space or a `#` stands between quotation marks (`BRAND_COLOR="#00205b"`): without them, all from the `#` on',
    'is a comment.',
    '',
    '| variable | default | what it does |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

/** .env.example */
export function envExample(): string {
  const blocks = variables().map(({ name, description, fallback, example }) => {
    const value = fallback ?? example ?? '';
    return `# ${description}\n#${name}=${/[\s#()]/.test(value) ? `"${value}"` : value}\n`;
  });
  const head =
    '# Written by `npm run docs` from src/config/env.ts. Copy to .env and take out the # of what you set.\n';
  return [head, ...blocks].join('\n');
}

function variables(): Variable[] {
  return Object.entries(environment.shape).map(([name, schema]) => {
    const about = schema.meta() ?? {};
    const fallback = schema.safeParse(undefined).data;
    return {
      name: name as VariableName,
      description: String(about.description ?? ''),
      fallback: fallback === undefined ? undefined : String(fallback),
      example: typeof about['example'] === 'string' ? about['example'] : undefined,
      isSecret: about['secret'] === true,
    };
  });
}
