import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeRepository, type Repository } from './make-repository.ts';

/** A repository with files of every kind, and a place where its programs leave a mark. */
export interface Target extends Repository {
  /** A program that leaves a mark under that name. */
  canary(name?: string, then?: string): string;
  /** The names of the programs that ran since this was last asked. */
  fired(): string[];
  hook(name: string, folder?: string): void;
}

/** A way in which a repository has git run a program of its own. */
export interface Vector {
  name: string;
  plant(target: Target): void;
}

export function makeTarget(): Target {
  const repository = makeRepository();
  const marks = join(repository.root, '..', 'marks');
  mkdirSync(marks);
  for (const name of ['a.x', 'b.x', 'c.txt']) repository.write(name, 'one\n');
  repository.write('.gitattributes', '*.x filter=evil diff=evil merge=evil\n');
  repository.git('add', '--all');
  repository.git('commit', '--quiet', '--message', 'Files');
  const canary = (name = 'canary', then = 'cat') => {
    const path = join(repository.root, '..', `run-${name}`);
    writeFileSync(path, `#!/bin/sh\ntouch '${join(marks, name)}'\n${then}\n`);
    chmodSync(path, 0o755);
    return path;
  };
  return {
    ...repository,
    canary,
    fired: () => {
      const found = readdirSync(marks).sort();
      for (const name of found) rmSync(join(marks, name));
      return found;
    },
    hook: (name, folder = '.git/hooks') => {
      repository.write(`${folder}/${name}`, `#!/bin/sh\ntouch '${join(marks, name)}'\n`);
      chmodSync(join(repository.root, folder, name), 0o755);
    },
  };
}

const hooks = [
  ...['applypatch-msg', 'commit-msg', 'fsmonitor-watchman', 'post-applypatch', 'post-checkout', 'post-commit'],
  ...['post-index-change', 'post-merge', 'post-rewrite', 'pre-applypatch', 'pre-auto-gc', 'pre-commit'],
  ...['pre-merge-commit', 'pre-push', 'pre-rebase', 'prepare-commit-msg', 'push-to-checkout', 'reference-transaction'],
  ...['sendemail-validate', 'update', 'post-update', 'pre-receive', 'post-receive', 'proc-receive'],
];

/** A setting whose value is a program. */
function setting(key: string, then?: string, more: readonly (readonly [string, string])[] = []): Vector {
  return {
    name: key,
    plant: ({ git, canary }) => {
      git('config', key, canary('canary', then));
      for (const [other, value] of more) git('config', other, value);
    },
  };
}

export const vectors: readonly Vector[] = [
  {
    name: 'hooks of every name',
    plant: ({ hook }) => {
      for (const name of hooks) hook(name);
    },
  },
  {
    name: 'hooks in a tracked folder',
    plant: ({ git, hook }) => {
      for (const name of hooks) hook(name, 'hooks');
      git('config', 'core.hooksPath', 'hooks');
    },
  },
  setting('core.fsmonitor', 'exit 1'),
  setting('filter.evil.clean'),
  setting('filter.evil.smudge'),
  setting('filter.evil.process', 'exit 1'),
  setting('filter.evil.clean', 'exit 1', [['filter.evil.required', 'true']]),
  setting('diff.evil.textconv', 'cat "$1"'),
  setting('diff.evil.command', 'exit 0'),
  setting('diff.external', 'exit 0'),
  setting('merge.evil.driver', 'exit 1'),
  setting('merge.tool', 'exit 1', [['mergetool.evil.cmd', 'false']]),
  setting('core.pager', 'cat', [['pager.log', 'true']]),
  setting('pager.log'),
  setting('core.editor', 'exit 0'),
  setting('sequence.editor', 'exit 0'),
  setting('gpg.program', 'exit 1', [
    ['commit.gpgSign', 'true'],
    ['log.showSignature', 'true'],
    ['tag.gpgSign', 'true'],
  ]),
  setting('gpg.ssh.program', 'exit 1', [
    ['commit.gpgSign', 'true'],
    ['gpg.format', 'ssh'],
    ['user.signingKey', 'key::ssh-ed25519 AAAA'],
  ]),
  setting('gpg.ssh.defaultKeyCommand', 'exit 1', [
    ['commit.gpgSign', 'true'],
    ['gpg.format', 'ssh'],
  ]),
  setting('credential.helper'),
  setting('core.askPass'),
  setting('core.sshCommand', 'exit 1', [
    ['remote.origin.url', 'ssh://a.invalid/b'],
    ['remote.origin.promisor', 'true'],
    ['extensions.partialClone', 'origin'],
  ]),
  setting('core.gitProxy', 'exit 1', [
    ['remote.origin.url', 'git://a.invalid/b'],
    ['remote.origin.promisor', 'true'],
    ['extensions.partialClone', 'origin'],
  ]),
  setting('remote.origin.uploadpack', 'exit 1', [
    ['remote.origin.url', 'file:///'],
    ['remote.origin.promisor', 'true'],
    ['extensions.partialClone', 'origin'],
  ]),
  setting('remote.origin.receivepack', 'exit 1', [['remote.origin.url', 'file:///']]),
  setting('remote.origin.vcs', 'exit 1', [
    ['remote.origin.promisor', 'true'],
    ['extensions.partialClone', 'origin'],
  ]),
  {
    name: 'a remote that is a command',
    plant: ({ git, canary }) => {
      const more = [
        ['remote.origin.promisor', 'true'],
        ['extensions.partialClone', 'origin'],
        ['protocol.ext.allow', 'always'],
      ] as const;
      for (const [key, value] of [['remote.origin.url', `ext::${canary()}`] as const, ...more])
        git('config', key, value);
    },
  },
  {
    name: 'aliases of the verbs that we use',
    plant: ({ git, canary }) => {
      for (const verb of ['status', 'add', 'commit', 'log', 'ls-files']) git('config', `alias.${verb}`, `!${canary()}`);
    },
  },
  {
    name: 'a tracked file that the settings include',
    plant: ({ git, write, canary }) => {
      write(
        'shared.gitconfig',
        `[core]\n\tfsmonitor = ${canary('canary', 'exit 1')}\n[filter "evil"]\n\tclean = ${canary()}\n`,
      );
      git('config', 'include.path', '../shared.gitconfig');
    },
  },
  {
    name: 'settings for one branch only',
    plant: ({ git, write, canary }) => {
      write('.git/on-branch', `[filter "evil"]\n\tclean = ${canary()}\n\tsmudge = ${canary()}\n`);
      git('config', 'includeIf.onbranch:work/**.path', 'on-branch');
    },
  },
  {
    name: 'settings for one folder only',
    plant: ({ git, write, canary }) => {
      write('.git/in-folder', `[filter "evil"]\n\tclean = ${canary()}\n\tsmudge = ${canary()}\n`);
      git('config', 'includeIf.gitdir:**/worktrees/**.path', 'in-folder');
    },
  },
  {
    name: 'settings for a remote of that address',
    plant: ({ git, write, canary }) => {
      write('.git/by-remote', `[filter "evil"]\n\tclean = ${canary()}\n\tsmudge = ${canary()}\n`);
      git('config', 'remote.origin.url', 'https://a.invalid/b');
      git('config', 'includeIf.hasconfig:remote.*.url:https://a.invalid/**.path', 'by-remote');
    },
  },
  {
    name: 'settings of one worktree',
    plant: ({ git, canary }) => {
      git('config', 'extensions.worktreeConfig', 'true');
      git('config', '--worktree', 'filter.evil.clean', canary());
    },
  },
  {
    name: 'a driver with signs in its name',
    plant: ({ git, write, canary }) => {
      write('.gitattributes', '* filter=e=v.i"l diff=E.vil\n');
      git('config', 'filter.e=v.i"l.clean', canary());
      git('config', 'diff.E.vil.textconv', canary());
    },
  },
  {
    name: 'attributes in the folder of git',
    plant: ({ git, write, canary }) => {
      write('.git/info/attributes', '* filter=hidden diff=hidden merge=hidden\n');
      for (const key of ['filter.hidden.clean', 'filter.hidden.smudge', 'diff.hidden.textconv', 'merge.hidden.driver'])
        git('config', key, canary());
    },
  },
  {
    name: 'attributes of a file that the settings name',
    plant: ({ git, write, canary }) => {
      write('more.attributes', '* filter=named\n');
      git('config', 'core.attributesFile', 'more.attributes');
      git('config', 'filter.named.clean', canary());
    },
  },
  {
    name: 'a filter that is asked for by an attribute in a folder below',
    plant: ({ git, write, canary }) => {
      write('deep/.gitattributes', '* filter=deep diff=deep\n');
      write('deep/d.x', 'one\n');
      for (const key of ['filter.deep.clean', 'filter.deep.smudge', 'diff.deep.textconv']) git('config', key, canary());
    },
  },
  setting('core.hooksPath'),
  setting('trailer.task.command'),
  setting('trailer.task.cmd'),
  setting('uploadpack.packObjectsHook', 'exit 1'),
  setting('gc.recentObjectsHook', 'exit 0', [['gc.auto', '1']]),
  setting('core.alternateRefsCommand', 'exit 0'),
  {
    name: 'programs of verbs that we do not use',
    plant: ({ git, canary }) => {
      const keys = ['man.evil.cmd', 'web.browser', 'browser.evil.cmd', 'difftool.evil.cmd', 'mergetool.evil.cmd'];
      for (const key of [...keys, 'sendemail.smtpServer', 'instaweb.httpd', 'interactive.diffFilter'])
        git('config', key, canary());
    },
  },
  setting('lfs.customtransfer.evil.path', 'exit 0', [
    ['lfs.standalonetransferagent', 'evil'],
    ['filter.lfs.clean', 'git-lfs clean -- %f'],
  ]),
  {
    name: 'a submodule with a command in place of its update',
    plant: ({ git, write, canary }) => {
      write('.gitmodules', `[submodule "s"]\n\tpath = s\n\turl = ./s\n\tupdate = !${canary()}\n`);
      git('config', 'submodule.s.update', `!${canary()}`);
      git('config', 'submodule.s.active', 'true');
      git('config', 'submodule.recurse', 'true');
      git('update-index', '--add', '--cacheinfo', '160000,1234567890123456789012345678901234567890,s');
    },
  },
  {
    name: 'a folder of git that the one of the repository shares',
    plant: ({ git, root, write, canary }) => {
      git('config', 'core.fsmonitor', canary('canary', 'exit 1'));
      write(
        'evil/config',
        `[core]\n\tfsmonitor = ${canary('canary', 'exit 1')}\n[filter "evil"]\n\tclean = ${canary()}\n`,
      );
      write('.git/worktrees/none/commondir', join(root, 'evil'));
    },
  },
  {
    name: 'a bare repository in a folder',
    plant: ({ root, env, git, write, canary }) => {
      git('init', '--quiet', '--bare', 'inner');
      write(
        'inner/config',
        `[core]\n\tbare = true\n\tfsmonitor = ${canary('canary', 'exit 1')}\n\tpager = ${canary()}\n`,
      );
      void [root, env];
    },
  },
  {
    name: 'objects of another repository',
    plant: ({ git, write, root, canary }) => {
      git('init', '--quiet', '--bare', '../other.git');
      write('.git/objects/info/alternates', `${join(root, '..', 'other.git', 'objects')}\n`);
      git('config', 'core.alternateRefsCommand', canary());
    },
  },
];
