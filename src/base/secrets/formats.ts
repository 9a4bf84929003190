/** A secret that is known by how it looks. `rest` is what must follow the prefix, as the source of a regular expression. */
export interface SecretFormat {
  kind: string;
  prefixes: readonly string[];
  rest: string;
  /** What a candidate must have beside its form, where words of other texts have that form too. */
  isSecret?: (found: string) => boolean;
}

const mixed = (found: string) => /\d/.test(found) && /[A-Z]/.test(found);
const hex = (length: number) => `[A-Fa-f0-9]{${length},}`;
const letters = (least: number) => `[A-Za-z0-9]{${least},}`;
const word = (least: number) => `[\\w-]{${least},}`;

/** What vendors hand out, each with the prefix that they chose so that it can be found. */
export const secretFormats: readonly SecretFormat[] = [
  { kind: 'aws-key', prefixes: ['AKIA', 'ASIA', 'ABIA', 'ACCA'], rest: '[A-Z0-9]{16}(?![A-Za-z0-9])' },
  { kind: 'aws-bedrock-key', prefixes: ['ABSK'], rest: '[A-Za-z0-9+/]{100,}={0,2}' },
  { kind: 'anthropic-key', prefixes: ['sk-ant-'], rest: word(16) },
  { kind: 'openai-key', prefixes: ['sk-proj-', 'sk-svcacct-', 'sk-admin-', 'sk-or-v1-', 'sess-'], rest: word(20) },
  { kind: 'api-key', prefixes: ['sk-'], rest: word(20), isSecret: (found) => /\d/.test(found) && hasLongPart(found) },
  { kind: 'github-token', prefixes: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], rest: letters(20) },
  { kind: 'github-token', prefixes: ['github_pat_'], rest: '\\w{22,}' },
  {
    kind: 'gitlab-token',
    prefixes: ['glpat-', 'glptt-', 'gldt-', 'glrt-', 'glcbt-', 'glft-', 'glsoat-', 'glagent-', 'glimt-', 'gloas-'],
    rest: '[\\w.-]{20,}',
  },
  { kind: 'gitlab-token', prefixes: ['GR1348941'], rest: word(20) },
  { kind: 'bitbucket-token', prefixes: ['ATBB'], rest: letters(28) },
  { kind: 'atlassian-token', prefixes: ['ATATT3', 'ATCTT3'], rest: '[\\w=-]{40,}' },
  { kind: 'slack-token', prefixes: ['xoxa-', 'xoxb-', 'xoxe-', 'xoxo-', 'xoxp-', 'xoxr-', 'xoxs-'], rest: word(10) },
  { kind: 'slack-token', prefixes: ['xoxe.xox', 'xapp-'], rest: word(16) },
  { kind: 'slack-webhook', prefixes: ['hooks.slack.com/'], rest: '(?:services|workflows|triggers)/[\\w/+-]{16,}' },
  {
    kind: 'discord-webhook',
    prefixes: ['discord.com/api/', 'discordapp.com/api/'],
    rest: '(?:v\\d+/)?webhooks/\\d+/[\\w-]{20,}',
  },
  { kind: 'teams-webhook', prefixes: ['webhook.office.com/webhookb2/'], rest: '[\\w@/-]{40,}' },
  { kind: 'telegram-token', prefixes: [':AA'], rest: word(28), isSecret: mixed },
  { kind: 'stripe-key', prefixes: ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_'], rest: letters(10) },
  { kind: 'webhook-secret', prefixes: ['whsec_'], rest: '[A-Za-z0-9+/=_-]{20,}' },
  { kind: 'square-token', prefixes: ['sq0atp-', 'sq0csp-', 'EAAA'], rest: word(22), isSecret: mixed },
  { kind: 'shopify-token', prefixes: ['shpat_', 'shpca_', 'shppa_', 'shpss_', 'shptka_'], rest: hex(32) },
  { kind: 'braintree-token', prefixes: ['access_token$'], rest: '\\w+\\$[a-z0-9]{16}\\$[a-f0-9]{32}' },
  { kind: 'npm-token', prefixes: ['npm_'], rest: letters(30) },
  { kind: 'pypi-token', prefixes: ['pypi-'], rest: word(30), isSecret: mixed },
  { kind: 'rubygems-key', prefixes: ['rubygems_'], rest: hex(40) },
  { kind: 'crates-token', prefixes: ['cio'], rest: '[A-Za-z0-9]{32}(?![A-Za-z0-9])', isSecret: mixed },
  { kind: 'nuget-key', prefixes: ['oy2'], rest: '[a-z0-9]{43}(?![A-Za-z0-9])' },
  { kind: 'clojars-token', prefixes: ['CLOJARS_'], rest: '[a-z0-9]{40,}' },
  { kind: 'docker-token', prefixes: ['dckr_pat_', 'dckr_oat_'], rest: word(20) },
  { kind: 'google-key', prefixes: ['AIza'], rest: word(32) },
  { kind: 'google-secret', prefixes: ['GOCSPX-'], rest: word(20) },
  { kind: 'google-token', prefixes: ['ya29.', '1//0'], rest: word(24) },
  { kind: 'azure-secret', prefixes: ['8Q~', '7Q~'], rest: '[\\w~.-]{30,}' },
  { kind: 'jwt', prefixes: ['eyJ'], rest: '[\\w-]{8,}\\.[\\w-]{8,}(?:\\.[\\w-]*)*' },
  { kind: 'sendgrid-key', prefixes: ['SG.'], rest: '[\\w-]{16,}\\.[\\w-]{16,}' },
  { kind: 'twilio-key', prefixes: ['SK'], rest: '[0-9a-f]{32}(?![A-Za-z0-9])' },
  { kind: 'mailgun-key', prefixes: ['key-'], rest: '[0-9a-f]{32}(?![A-Za-z0-9])' },
  { kind: 'digitalocean-token', prefixes: ['dop_v1_', 'doo_v1_', 'dor_v1_'], rest: hex(40) },
  { kind: 'databricks-token', prefixes: ['dapi'], rest: '[0-9a-f]{32}(?:-\\d)?(?![A-Za-z0-9])' },
  { kind: 'huggingface-token', prefixes: ['hf_', 'api_org_'], rest: letters(30) },
  { kind: 'replicate-token', prefixes: ['r8_'], rest: letters(30) },
  { kind: 'groq-key', prefixes: ['gsk_'], rest: letters(32) },
  { kind: 'perplexity-key', prefixes: ['pplx-'], rest: letters(32) },
  { kind: 'xai-key', prefixes: ['xai-'], rest: letters(40) },
  { kind: 'linear-key', prefixes: ['lin_api_', 'lin_oauth_'], rest: letters(32) },
  { kind: 'notion-token', prefixes: ['secret_', 'ntn_'], rest: letters(40) },
  { kind: 'figma-token', prefixes: ['figd_', 'figdr_'], rest: word(32) },
  { kind: 'grafana-token', prefixes: ['glc_', 'glsa_'], rest: '[\\w+/=]{32,}' },
  { kind: 'vault-token', prefixes: ['hvs.', 'hvb.', 'hvr.'], rest: word(20) },
  { kind: 'doppler-token', prefixes: ['dp.pt.', 'dp.st.', 'dp.ct.', 'dp.sa.', 'dp.scim.'], rest: '[\\w.-]{32,}' },
  { kind: 'planetscale-token', prefixes: ['pscale_tkn_', 'pscale_pw_', 'pscale_oauth_'], rest: '[\\w.-]{30,}' },
  { kind: 'postman-key', prefixes: ['PMAK-'], rest: '[0-9a-f]{24}-[0-9a-f]{30,}' },
  { kind: 'pulumi-token', prefixes: ['pul-'], rest: hex(40) },
  { kind: 'newrelic-key', prefixes: ['NRAK-', 'NRJS-', 'NRII-', 'NRIQ-'], rest: letters(19) },
  { kind: 'sentry-token', prefixes: ['sntrys_', 'sntryu_'], rest: '[\\w+/=-]{40,}' },
  { kind: 'supabase-key', prefixes: ['sbp_', 'sb_secret_'], rest: word(20) },
  { kind: 'fly-token', prefixes: ['FlyV1 fm'], rest: '[\\w,+/= -]{40,}' },
  { kind: 'netlify-token', prefixes: ['nfp_', 'nfo_', 'nfc_'], rest: letters(32) },
  { kind: 'tailscale-key', prefixes: ['tskey-'], rest: '(?:[a-z]+-)?[\\w-]{20,}' },
  { kind: 'buildkite-token', prefixes: ['bkua_'], rest: hex(40) },
  { kind: 'circleci-token', prefixes: ['CCIPAT_', 'CCIPRJ_'], rest: word(32) },
  { kind: 'dropbox-token', prefixes: ['sl.'], rest: word(60), isSecret: mixed },
  { kind: 'facebook-token', prefixes: ['EAAC', 'EAAG', 'EAAB'], rest: letters(40) },
  { kind: 'mapbox-token', prefixes: ['sk.eyJ'], rest: '[\\w-]{20,}\\.[\\w-]{16,}' },
  { kind: 'terraform-token', prefixes: ['.atlasv1.'], rest: word(40) },
  { kind: 'artifactory-key', prefixes: ['AKCp', 'cmVmdGtuOj'], rest: letters(30) },
  { kind: 'alibaba-key', prefixes: ['LTAI'], rest: letters(16), isSecret: mixed },
  { kind: 'tencent-key', prefixes: ['AKID'], rest: letters(28), isSecret: mixed },
  { kind: 'onepassword-token', prefixes: ['ops_eyJ'], rest: '[\\w+/=-]{60,}' },
  { kind: 'age-key', prefixes: ['AGE-SECRET-KEY-1'], rest: '[A-Za-z0-9]{40,}' },
];

/** `sk-` begins names of styles too (`sk-cube-grid-delay-2`): their parts are words. */
function hasLongPart(found: string): boolean {
  return found.split('-').some((part) => part.length >= 16 && /\d/.test(part));
}
