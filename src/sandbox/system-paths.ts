/** Folders that hold programs and libraries; whoever has no account there may read them too. */
export const systemFolders: readonly string[] = [
  ...['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'],
  ...['/opt', '/nix', '/gnu/store', '/snap', '/home/linuxbrew'],
];

/** What of /etc programs need to run; no accounts' secrets, no keys, no settings of services. */
export const systemSettings: readonly string[] = [
  ...['alternatives', 'bash.bashrc', 'ca-certificates', 'ca-certificates.conf', 'crypto-policies', 'debian_version'],
  ...['default/locale', 'dotnet', 'environment', 'fonts', 'group', 'gtk-3.0', 'host.conf', 'hostname', 'hosts'],
  ...['inputrc', 'java', 'java-11-openjdk', 'java-17-openjdk', 'java-21-openjdk', 'java-25-openjdk', 'ld.so.cache'],
  ...['ld.so.conf', 'ld.so.conf.d', 'locale.alias', 'locale.conf', 'localtime', 'login.defs', 'lsb-release', 'magic'],
  ...['maven', 'mime.types', 'networks', 'nsswitch.conf', 'os-release', 'passwd', 'perl', 'php', 'pki/ca-trust'],
  ...['pki/tls/certs', 'pki/tls/cert.pem', 'protocols', 'python3', 'python3.11', 'python3.12', 'python3.13'],
  ...['resolv.conf', 'rpc', 'services', 'shells', 'ssl/cert.pem', 'ssl/certs', 'ssl/openssl.cnf', 'static'],
  ...['terminfo', 'timezone', 'xdg', 'xml'],
].map((name) => `/etc/${name}`);
