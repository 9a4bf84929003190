import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWire } from '../support/scripted-run.ts';
import { makeRepository } from '../support/temporary-repository.ts';

const proxies = () => readdirSync(tmpdir()).filter((name) => name.startsWith('ashlar-egress-'));

test.runIf(existsSync('/usr/bin/bwrap'))(
  'a command that may reach hosts finds the proxy, however long the path of the repository is, and it goes with the program',
  async () => {
    const repository = makeRepository({}, 'long-'.repeat(30));
    const folder = join(repository.home, '.config', 'ashlar');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'config.yaml'), 'network: { hosts: [packages.example] }\n');
    const before = proxies();
    const wire = openWire(repository, { env: { ASHLAR_SANDBOX: 'bubblewrap' } });
    const asked = await wire.runCheck(repository.root, 'echo "$https_proxy"', { network: 'hosts' });
    expect(asked).toMatchObject({ exitCode: 0, output: 'http://127.0.0.1:3128\n' });
    expect((await wire.runCheck(repository.root, 'echo "[$https_proxy]"')).output).toBe('[]\n');
    wire.close();
    expect(proxies()).toEqual(before);
  },
);
