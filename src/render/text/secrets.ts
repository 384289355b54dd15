/**
 * Keys and tokens that are told by how they begin, whoever issues them: AI services, forges, registries, clouds,
 * others.
 */
const TOKENS = [
  String.raw`sk-[\w-]{16,}|hf_\w{20,}|gsk_\w{20,}|xai-\w{20,}|r8_\w{20,}|pplx-\w{20,}|nvapi-[\w-]{20,}`,
  String.raw`gh[pousr]_\w{20,}|github_pat_\w{20,}|gl(?:pat|dt|rt|ft|cbt|ptt|oas|soat|agent)-[\w.-]{16,}`,
  String.raw`npm_\w{20,}|pypi-[\w-]{16,}|rubygems_\w{20,}|dckr_[po]at_[\w-]{16,}`,
  String.raw`A(?:KIA|SIA|BIA|CCA)[A-Z0-9]{16}|AIza[\w-]{30,}|ya29\.[\w-]{20,}|GOCSPX-[\w-]{20,}|do[opr]_v1_\w{32,}`,
  String.raw`hv[sbr]\.[\w-]{20,}|dapi[0-9a-f]{32}|pul-[0-9a-f]{32,}|tskey-\w+-[\w-]{16,}|sbp_\w{32,}|glsa_\w{20,}`,
  String.raw`xox[abeoprs]-[\w-]{10,}|xapp-[\w-]{10,}|\d{8,10}:AA[\w-]{30,}`,
  String.raw`[rsp]k_(?:live|test)_\w{16,}|whsec_\w{16,}|sq0(?:atp|csp)-[\w-]{16,}|shp(?:at|ca|pa|ss)_\w{20,}`,
  String.raw`SG\.[\w-]{16,}\.[\w-]{16,}|key-[0-9a-f]{32}|lin_(?:api|oauth)_\w{16,}|figd_[\w-]{16,}|ntn_\w{20,}`,
  String.raw`sntry[su]_[\w+/=-]{20,}|ph[cx]_\w{20,}|PMAK-[\w-]{20,}|AGE-SECRET-KEY-1[0-9A-Z]{20,}`,
  String.raw`eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+`,
];
const TOKEN = new RegExp(String.raw`\b(?:${TOKENS.join('|')})`, 'g');

const PRIVATE_KEY = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g;

/** What follows a word that announces a secret: `Bearer …`, `password=…`, `https://user:…@`. */
const ANNOUNCED = [
  /(\b(?:Bearer|Basic) +)([\w.~+/=-]{16,})/gi,
  /((?:passwor[dt]|passwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key)\w{0,20}["']?\s{0,3}[=:]\s{0,3}["']?)((?=[^\s"',;]{0,80}\d)[^\s"',;]{12,})/gi,
  /(:\/\/[^\s:/@]{0,80}:)([^\s/@]{3,})(?=@)/g,
];

/** A text in which what looks like a secret is cut to its first four characters (docs/security.md, "Threats"). */
export function maskSecrets(text: string): string {
  const masked = text.replace(PRIVATE_KEY, cut).replace(TOKEN, cut);
  return ANNOUNCED.reduce(
    (rest, pattern) => rest.replace(pattern, (_, before: string, secret: string) => before + cut(secret)),
    masked,
  );
}

const cut = (secret: string): string => `${secret.slice(0, 4)}…`;
