import type { ProgramCall } from '../shell/command-line.ts';
import { textOf } from '../shell/words.ts';
import { isBuildPath } from './build-paths.ts';
import { type Category, type CategoryRule, word } from './category.ts';

const rule = (
  category: Category,
  programs: string,
  more: Omit<CategoryRule, 'category' | 'programs'> = {},
): CategoryRule => ({ category, programs: programs.split(' '), ...more });

/** What changes the machine, its processes or many files at once. */
export const machineRules: readonly CategoryRule[] = [
  rule('destructive', 'rm', { fits: removesWork }),
  rule(
    'destructive',
    'dd shred srm wipe wipefs mkfs mke2fs fdisk sfdisk cfdisk parted gdisk sgdisk mkswap blkdiscard hdparm badblocks cryptsetup lvremove vgremove pvremove mdadm zpool zfs btrfs fstrim tune2fs e2fsck fsck debugfs losetup',
  ),
  rule('destructive', 'mkfs.ext4 mkfs.ext3 mkfs.xfs mkfs.btrfs mkfs.vfat mkfs.fat newfs diskutil format'),
  rule('destructive', 'find gfind', {
    when: /(?:^|\s)-delete(?=\s|$)|-exec\S*\s+(?:\S*\/)?(?:rm|shred|unlink|mv|truncate|chmod|chown)(?=\s)/,
  }),
  rule('destructive', 'truncate', { when: /-s\s*0|--size=0/ }),
  rule('destructive', 'rsync', { when: /--delete|--remove-source-files/ }),
  rule('destructive', 'chmod chown chgrp', { when: /(?:^|\s)(?:-[a-zA-Z]*R|--recursive)/ }),
  rule('destructive', 'rimraf del-cli trash trash-put', {
    fits: ({ args }) => !args.every((arg) => /^-/.test(arg.prefix) || isBuildPath(textOf(arg) ?? '')),
  }),
  rule('destructive', 'xargs parallel', { when: /(?:^|\s)(?:\S*\/)?(?:rm|shred|unlink|truncate)(?=\s|$)/ }),
  rule('destructive', 'docker podman', { when: /\b(?:prune|rm|rmi|kill|down)\b/ }),

  rule(
    'privilege',
    'sudo su doas pkexec runuser sudoedit visudo setcap getcap capsh setpriv newgrp sg passwd chpasswd useradd usermod userdel groupadd groupmod gpasswd adduser addgroup chroot pivot_root mount umount modprobe insmod rmmod sysctl setenforce aa-disable iptables ptrace mknod chattr setfacl',
  ),
  rule('privilege', 'chmod', { when: /(?:^|\s)(?:[ugoa]*[+=][rwxX]*[st]|[2467]\d{3}|0?777|[ao]\+\w*w)/ }),
  rule('privilege', 'install', { when: /-m\s*[2467]\d{3}|--mode=[2467]\d{3}|-o\s*root/ }),

  rule(
    'persistence',
    'crontab at batch atq anacron systemctl service launchctl update-rc.d chkconfig rc-update loginctl systemd-run initctl sv supervisorctl pm2 forever nodemon-service schtasks defaults dconf gsettings xdg-mime update-alternatives chsh',
    {
      unless: /^(?:--version|--help|status(?:\s.*)?|list)$/,
    },
  ),
  rule('persistence', 'husky lefthook pre-commit simple-git-hooks', {
    when: word('install', 'init', 'add', 'set', 'autoupdate'),
  }),

  rule('processes', 'killall pkill xkill skill shutdown reboot halt poweroff init telinit systemctl-reboot kexec'),
  rule('processes', 'kill', { when: /(?:^|\s)(?:-1|--\s+-\d+|0|1|-\d+\s+-\d+|-\w+\s+(?:-1|0|1))(?=\s|$)/ }),
  rule('processes', 'fuser', { when: /-k/ }),
  rule('processes', 'ulimit renice prlimit chrt taskset ionice nohup setsid disown', {
    when: /unlimited|--?\w*(?:pid|all)\b/,
  }),
];

/** `rm -r` of anything but what a build makes again. */
function removesWork({ args }: ProgramCall): boolean {
  const options = args.filter(({ prefix }) => prefix.startsWith('-')).map(({ source }) => source);
  const isRecursive = options.some((option) => /^-[a-zA-Z]*[rR]|^--r/.test(option));
  const targets = args.filter(({ prefix }) => !prefix.startsWith('-'));
  return isRecursive && !targets.every(({ values }) => values?.every(isBuildPath) === true);
}
