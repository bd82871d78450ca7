import { describe, expect, it } from '@jest/globals';
import { filesIn, isThere, jsonOf, PINNED, textOf } from './files.js';

const dockerfile = textOf('infra/Dockerfile');
const lines = dockerfile.replaceAll(/\\\n/g, ' ').split('\n');
const all = (instruction: string) =>
  lines.filter(line => line.startsWith(`${instruction} `)).map(line => line.slice(instruction.length + 1).trim());
const { engines, workspaces, version } = jsonOf<{ engines: { node: string }; workspaces: string[]; version: string }>(
  'package.json',
);

describe('the Dockerfile', () => {
  it('stands on pinned images with a Node.js that the project runs on', () => {
    const images = all('FROM').map(line => line.split(' ')[0]!);
    const [least] = /\d+\.\d+/.exec(engines.node)!;
    const [major, minor] = least.split('.').map(Number);
    for (const image of images) {
      expect(image).toMatch(PINNED);
      const [, ofImage, itsMinor] = /^node:(\d+)\.(\d+)/.exec(image)!.map(Number);
      expect([image, ofImage]).toEqual([image, major]);
      expect(itsMinor).toBeGreaterThanOrEqual(minor!);
    }
  });

  it('copies what is there', () => {
    const stages = all('FROM').flatMap(line => / AS (\w+)/.exec(line)?.[1] ?? []);
    for (const copy of all('COPY')) {
      const [, from = stages[0]] = /^--from=(\w+)/.exec(copy) ?? [];
      expect(stages).toContain(from);
      const sources = copy
        .replace(/^--from=\w+ /, '')
        .split(' ')
        .slice(0, -1);
      for (const source of sources) expect([source, isThere(source.replace(/^\/src\//, ''))]).toEqual([source, true]);
    }
  });

  it('runs as nobody in particular, says what it is, and can be asked whether it lives', () => {
    expect(all('USER').at(-1)).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(dockerfile).toContain(`ARG VERSION=${version}`);
    expect(all('HEALTHCHECK')[0]).toContain('CMD ["node", "healthcheck.mjs", "/health/live"]');
    expect(isThere('infra/healthcheck.mjs')).toBe(true);
    expect(dockerfile).toMatch(/npm ci /);
    expect(dockerfile).toMatch(/npm prune --omit=dev/);
  });

  it('builds and runs apps that are there', () => {
    const built = /tsc -b (.*)$/m.exec(dockerfile)![1]!.split(' ');
    for (const path of built) expect([path, isThere(`${path}/tsconfig.json`)]).toEqual([path, true]);
    const [command] = /apps\/[\w-]+\/dist\/main\.js/.exec(all('CMD')[0]!)!;
    expect(isThere(command.replace('/dist/', '/src/').replace('.js', '.ts'))).toBe(true);
  });

  it('gets the package file of every workspace, as the lock file names them all', () => {
    const ignored = textOf('.dockerignore').split('\n');
    const folders = workspaces.flatMap(one => (one.endsWith('/*') ? filesIn(one.slice(0, -2)) : [one]));
    expect(folders.length).toBeGreaterThan(10);
    for (const folder of folders) {
      const isIgnored = ignored.includes(folder.split('/')[0]!);
      const isKept = !isIgnored || ignored.includes(`!${folder}/package.json`);
      expect([folder, isKept]).toEqual([folder, true]);
    }
    expect(ignored).toEqual(expect.arrayContaining(['.git', '**/node_modules', '**/dist', '**/data']));
  });
});
