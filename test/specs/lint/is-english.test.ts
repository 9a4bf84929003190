import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isEnglish } from '../../../src/specs/lint/is-english.ts';
import { fixturePath } from '../fixtures.ts';

test.each([
  ['flat-2025', true],
  ['waves-2026', true],
  ['windows', true],
  ['chinese', false],
  ['japanese', false],
])('the language of %s: English is %s', (folder, wanted) => {
  expect(isEnglish(readFileSync(fixturePath(`${folder}/requirements.md`), 'utf8'))).toBe(wanted);
});

test.each([
  'WHEN el usuario inicia sesión THE SYSTEM SHALL mostrar la lista de los libros',
  "WHEN l'utilisateur se connecte THE SYSTEM SHALL montrer la liste des livres dans une page",
  'WHEN der Benutzer sich anmeldet THE SYSTEM SHALL die Liste der Bücher auf einer Seite zeigen',
  'WHEN o usuário entra THE SYSTEM SHALL mostrar uma lista dos livros para que ele escolha',
  'WHEN người dùng đăng nhập THE SYSTEM SHALL hiển thị danh sách',
  'WHEN 사용자가 로그인하면 THE SYSTEM SHALL 목록을 표시한다',
  '```\nthe code of the day is in English\n```\nQuando uma lista deve ser vista, para quem?',
  '',
])('“%s” is not English, whatever its keywords', (text) => {
  expect(isEnglish(text)).toBe(false);
});

test('a name or two from elsewhere do not make a text foreign', () => {
  expect(isEnglish('WHEN the reader opens Café René THE SYSTEM SHALL show the list of its books on a page')).toBe(true);
});
