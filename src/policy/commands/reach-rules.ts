import { type Category, type CategoryRule, word } from './category.ts';
import { changesRepository, destroysHistory } from './git-rules.ts';

const rule = (
  category: Category,
  programs: string,
  more: Omit<CategoryRule, 'category' | 'programs'> = {},
): CategoryRule => ({ category, programs: programs.split(' '), ...more });

const asksForHelp = /(?:^|\s)(?:--version|--help|-V|version|help)$/;

/** What reaches beyond the files of the worktree: secrets, machines, accounts, other programs. */
export const reachRules: readonly CategoryRule[] = [
  rule(
    'credentials',
    'printenv history fc pass secret-tool keyring kwallet-query security op bw lpass gpg gpg2 ssh-add ssh-agent ssh-keygen vault age sops',
  ),
  rule('credentials', 'env', { when: /^(?:-\S+\s*|\w+=\S*\s*)*$/ }),
  rule('credentials', 'export declare typeset readonly set local', { when: /^(?:-[pxaAfFgirlntu]+\s*)*$/ }),
  rule('credentials', 'compgen', { when: /-[ev]/ }),
  rule('credentials', 'gh glab', { when: word('auth', 'secret', 'ssh-key', 'gpg-key', 'token') }),
  rule('credentials', 'npm pnpm yarn', {
    when: /(?:^|\s)(?:token|login|adduser|whoami|logout|profile)(?=\s|$)|(?:config|c)\s+(?:get|list|ls).*(?:auth|token|-l)|_auth/i,
  }),
  rule('credentials', 'cargo gem twine docker podman helm heroku', { when: word('login', 'signin', 'owner') }),
  rule('credentials', 'git', { when: word('credential', 'credential-\\w+', 'config') }),
  rule('credentials', 'ps', { when: /(?:^|\s)(?:\S*e\S*ww|-?\w*E)/ }),

  rule('git-change', 'git hub', { fits: changesRepository }),
  rule(
    'git-change',
    'git-receive-pack git-upload-pack git-shell git-lfs jj hg svn bzr fossil sl gitk git-cola lazygit tig',
  ),
  rule('git-destructive', 'git hub', { fits: destroysHistory }),

  rule(
    'database',
    'psql mysql mariadb mysqlsh sqlite3 sqlite sqlcmd clickhouse-client duckdb cockroach mongosh mongo cqlsh bq snowsql',
    {
      when: /\b(?:drop|truncate|alter|grant|revoke|update|delete|insert|create\s+(?:user|role)|dropDatabase|deleteMany|remove|flush)\b/i,
    },
  ),
  rule(
    'database',
    'dropdb dropuser createuser mysqladmin pg_restore mongorestore redis-cli valkey-cli pg_ctl pg_dropcluster',
    { unless: /^(?:--version|--help|(?:-\S+ )*(?:ping|get \S+|info|keys \S+))$/i },
  ),
  rule('database', 'prisma', { when: /(?:migrate\s+(?:reset|deploy|resolve)|db\s+(?:push|execute|seed))/ }),
  rule('database', 'drizzle-kit', { when: word('push', 'drop', 'migrate', 'up') }),
  rule('database', 'rails rake bin/rails', {
    when: /db:(?:drop|reset|schema:load|migrate:reset|truncate\S*|purge|rollback|setup)|\b(?:runner|dbconsole|console|c|r)\b/,
  }),
  rule(
    'database',
    'sequelize sequelize-cli knex typeorm mikro-orm db-migrate migrate dbmate flyway liquibase goose atlas alembic',
    {
      when: /drop|reset|undo|down|rollback|revert|clean|downgrade|schema:sync|wipe|fresh/i,
    },
  ),
  rule('database', 'python python3 django-admin manage.py', {
    when: /(?:^|\/|\s)(?:flush|reset_db|sqlflush|dbshell|migrate\s+\S+\s+zero)(?=\s|$)/,
  }),
  rule('database', 'php artisan', { when: /migrate:(?:fresh|reset|refresh|rollback)|db:wipe|tinker/ }),
  rule('database', 'supabase firebase', { when: /reset|delete|remove|push|deploy|link/ }),

  rule(
    'infrastructure',
    'terraform tofu terragrunt pulumi cdk cdktf sam serverless sls aws awslocal gcloud gsutil az doctl linode-cli hcloud ibmcloud oci aliyun kubectl oc k9s helm helmfile kustomize skaffold argocd flux eksctl kops minikube kind k3d vagrant packer ansible ansible-playbook ansible-vault salt chef puppet knife heroku fly flyctl vercel netlify wrangler railway render supabase eb copilot nomad consul boundary cf dokku amplify s3cmd rclone restic mc'.replace(
      ' mc',
      '',
    ),
    { unless: asksForHelp },
  ),
  rule(
    'infrastructure',
    'docker podman nerdctl docker-compose podman-compose buildah skopeo ctr crictl lxc lxd-client virsh qemu-system-x86_64 machinectl systemd-nspawn',
    {
      unless:
        /^(?:--version|version|info|--help|(?:compose\s+)?(?:ps|images|logs|config|ls|inspect|top|port)(?:\s.*)?)$/,
    },
  ),

  rule(
    'network',
    'curl wget wget2 aria2c axel http https xh httpie lynx links elinks w3m nc ncat netcat socat telnet ftp lftp tftp ssh scp sftp sshfs sshpass mosh autossh rsh rlogin rexec dig nslookup host drill kdig getent ping ping6 fping hping3 traceroute tracepath mtr nmap masscan zmap arp arping whois tcpdump tshark ngrok cloudflared localtunnel lt bore frpc tailscale zerotier-cli wg openvpn mail mailx sendmail mutt swaks msmtp smbclient smbget ldapsearch snmpwalk nfs mount.nfs websocat wscat grpcurl evans iperf iperf3 croc magic-wormhole wormhole transfer gdrive rclone speedtest ipfs torrent transmission-cli yt-dlp youtube-dl xdg-open open sensible-browser dbus-send busctl gdbus resolvectl avahi-browse bluetoothctl nmcli iw ip6tables iptables nft',
    {
      unless: /^(?:--version|-V|--help)$/,
    },
  ),
  rule('network', 'ip ifconfig route', { when: /\b(?:add|del|set|change|replace|up|down|netns)\b/ }),
  rule('network', 'rsync', { when: /\S+:|rsync:\/\// }),
  rule('network', 'code code-insiders cursor codium windsurf', { unless: /^(?:--version|--help)$/ }),
  rule('network', 'python python3', {
    when: /-m\s*(?:http\.server|SimpleHTTPServer|smtpd|ftplib|telnetlib|webbrowser|urllib|pyftpdlib|xmlrpc)/,
  }),
  rule('network', 'php', { when: /(?:^|\s)-S/ }),
  rule('network', 'ruby', { when: /-run|-rsocket|-ropen-uri/ }),
  rule('network', 'openssl', { when: word('s_client', 's_time', 'ocsp') }),
  rule('network', 'gh glab hub', { unless: asksForHelp }),
  rule('network', 'busybox toybox', {
    when: word('wget', 'nc', 'telnet', 'ftpget', 'ftpput', 'httpd', 'tftp', 'ping', 'nslookup'),
  }),
  rule('network', 'http-server serve live-server browser-sync json-server localtunnel', { unless: asksForHelp }),
  rule('network', 'npm pnpm yarn', {
    when: word(
      'view',
      'info',
      'search',
      'audit',
      'ping',
      'outdated',
      'access',
      'team',
      'org',
      'hook',
      'star',
      'owner',
      'dist-tag',
    ),
  }),

  rule('publish', 'npm pnpm yarn bun lerna', { when: /(?:^|\s)(?:publish|unpublish|deprecate|npm\s+publish)(?=\s|$)/ }),
  rule('publish', 'cargo', { when: word('publish', 'yank') }),
  rule('publish', 'gem', { when: word('push', 'yank') }),
  rule('publish', 'twine flit semantic-release release-it np changeset goreleaser vsce ovsx chromatic', {
    unless: /^(?:--version|--help|status|add)$/,
  }),
  rule('publish', 'poetry hatch uv pdm flit', { when: word('publish') }),
  rule('publish', 'mvn gradle gradlew mvnw sbt', { when: /\b(?:deploy|release:\w+|publish\w*|uploadArchives)\b/ }),
  rule('publish', 'dotnet nuget', { when: /\bpush\b/ }),

  rule(
    'agent',
    'claude claude-code codex gemini gemini-cli q qchat kiro kiro-cli cursor-agent aider opencode crush goose amp cline qwen qwen-code copilot github-copilot-cli droid auggie continue cn plandex gptme sgpt llm ollama open-interpreter interpreter openhands swe-agent mini devin windsurf-agent roo forge codebuff letta pi jules tabnine cody',
    {
      unless: /^(?:--version|-v|--help)$/,
    },
  ),
];
