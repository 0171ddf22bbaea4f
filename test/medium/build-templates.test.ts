// The template build on a project of its own: what it makes, what it skips, what it refuses.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const project = fileURLToPath(new URL('../../', import.meta.url));
const script = join(project, 'scripts/build-templates.mjs');
let root = '';
const build = () => spawnSync(process.execPath, [script, root], { encoding: 'utf8' }).stderr;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'courant-templates-'));
  cpSync(join(project, 'templates'), join(root, 'templates'), { recursive: true });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('build-templates', () => {
  it('compiles mails once, copies pages and assets, and recompiles what has changed', () => {
    expect(build()).toContain('8 mails compiled');
    const digest = join(root, 'dist/templates/mail/digest.html.hbs');
    expect(readFileSync(digest, 'utf8')).toMatch(/<!doctype html>[^]*\{\{#each forYou\}\}/);
    expect(statSync(join(root, 'dist/assets/courant.css')).size).toBeGreaterThan(1000);
    expect(build()).toContain('mails unchanged');

    const soon = statSync(digest).mtimeMs / 1000 + 5;
    utimesSync(join(root, 'templates/mail/partials/head.mjml'), soon, soon);
    expect(build()).toContain('8 mails compiled');
  });

  it('names file and line of what MJML does not allow, and keeps the last good mail', () => {
    writeFileSync(
      join(root, 'templates/mail/broken.mjml'),
      '<mjml>\n<mj-body>\n<mj-section>\n<mj-text colour="red">x</mj-text>\n</mj-section>\n</mj-body>\n</mjml>\n',
    );
    const result = spawnSync(process.execPath, [script, root], { encoding: 'utf8' });
    expect(result.status).toBe(1);
    expect(result.stderr).toContain('templates/mail/broken.mjml:4: Attribute colour is illegal');
    expect(statSync(join(root, 'dist/templates/mail/digest.html.hbs')).size).toBeGreaterThan(1000);
  });
});
