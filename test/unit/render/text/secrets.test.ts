import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clean, cleanLine } from '../../../../src/render/text/clean.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
/**
 * So many characters that no service ever gave out. Put together here, so that no scanner takes this file for a leak.
 */
const some = (length: number, from = LETTERS): string =>
  Array.from({ length }, (_, index) => from[(index * 7 + 3) % from.length]).join('');
const hex = (length: number): string => some(length, '0123456789abcdef');
const upper = (length: number): string => some(length, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567');

/** What is shown before the secret, and the secret. */
const SECRETS: readonly (readonly [before: string, secret: string])[] = [
  ['', `sk-${some(48)}`],
  ['', `sk-proj-${some(60)}`],
  ['', `sk-ant-api03-${some(80)}`],
  ['', `sk-or-v1-${hex(64)}`],
  ['', `hf_${some(34)}`],
  ['', `gsk_${some(52)}`],
  ['', `xai-${some(60)}`],
  ['', `r8_${some(37)}`],
  ['', `pplx-${some(48)}`],
  ['', `nvapi-${some(64)}`],
  ['', `ghp_${some(36)}`],
  ['', `gho_${some(36)}`],
  ['', `ghu_${some(36)}`],
  ['', `ghs_${some(36)}`],
  ['', `ghr_${some(36)}`],
  ['', `github_pat_${some(22)}_${some(59)}`],
  ['', `glpat-${some(20)}`],
  ['', `gldt-${some(20)}`],
  ['', `glrt-${some(20)}`],
  ['', `npm_${some(36)}`],
  ['', `pypi-AgEIcHlwaS5vcmc${some(60)}`],
  ['', `rubygems_${hex(48)}`],
  ['', `dckr_pat_${some(27)}`],
  ['', `AKIA${upper(16)}`],
  ['', `ASIA${upper(16)}`],
  ['', `AIza${some(35)}`],
  ['', `ya29.${some(60)}`],
  ['', `GOCSPX-${some(28)}`],
  ['', `dop_v1_${hex(64)}`],
  ['', `hvs.${some(60)}`],
  ['', `dapi${hex(32)}`],
  ['', `pul-${hex(40)}`],
  ['', `tskey-auth-${some(16)}-${some(16)}`],
  ['', `sbp_${hex(40)}`],
  ['', `glsa_${some(32)}_${hex(8)}`],
  ['', `xoxb-${some(12, '0123456789')}-${some(24)}`],
  ['', `xoxp-${some(12, '0123456789')}-${some(24)}`],
  ['', `xapp-1-${upper(11)}-${some(13, '0123456789')}-${hex(64)}`],
  ['', `123456789:AA${some(33)}`],
  ['', `sk_live_${some(24)}`],
  ['', `rk_test_${some(24)}`],
  ['', `whsec_${some(32)}`],
  ['', `sq0atp-${some(22)}`],
  ['', `shpat_${hex(32)}`],
  ['', `SG.${some(22)}.${some(43)}`],
  ['', `key-${hex(32)}`],
  ['', `lin_api_${some(40)}`],
  ['', `figd_${some(40)}`],
  ['', `ntn_${some(46)}`],
  ['', `sntrys_${some(40)}`],
  ['', `phx_${some(43)}`],
  ['', `AGE-SECRET-KEY-1${upper(58)}`],
  ['', `eyJ${some(30)}.eyJ${some(60)}.${some(43)}`],
  ['Authorization: Bearer ', some(40)],
  ['password=', some(16)],
  ['AWS_SECRET_ACCESS_KEY=', `${some(20)}/${some(19)}`],
  ['"api_key": "', some(32)],
  ['client_secret: ', some(32)],
  ['postgres://me:', some(12)],
];

test('no surface shows more than the first four characters of a secret', () => {
  assert.ok(SECRETS.length >= 50);
  for (const [before, secret] of SECRETS) {
    const text = `Use ${before}${secret}${before.endsWith('me:') ? '@host/db' : ' for it'}`;
    for (const shown of [clean(text), cleanLine(text), clean(`(${text})`)]) {
      assert.ok(shown.includes(`${before}${secret.slice(0, 4)}…`), `${secret.slice(0, 12)}: ${shown}`);
      assert.ok(!shown.includes(secret.slice(4, 12)), secret.slice(0, 12));
      assert.equal(clean(shown), shown);
    }
  }
});

test('a private key is masked from its first line on, with or without its end', () => {
  const key = `-----BEGIN RSA PRIVATE KEY-----\n${some(64)}\n${some(64)}\n`;
  assert.equal(clean(`${key}-----END RSA PRIVATE KEY-----\nafter`), '----…\nafter');
  assert.equal(clean(`before\n${key}`), 'before\n----…');
});

test('a secret that is pulled apart by what is not seen is masked all the same', () => {
  const secret = `ghp_${some(36)}`;
  const apart = [...secret].join('\u200B');
  assert.equal(clean(apart), 'ghp_…');
});

test('plain words about secrets stay', () => {
  for (const text of [
    'Fix token: refresh the logic',
    'password: ask the administrator about it',
    'task-list-for-the-whole-week',
    'risk-assessment-of-the-release',
    'The secret = patience',
    'https://example.org:8080/path@2',
    'see commit 0123456789abcdef0123456789abcdef01234567',
    '01M81B5H806R5T2K0M9B1X8W4E',
  ]) {
    assert.equal(clean(text), text);
  }
});
