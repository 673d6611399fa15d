import { beforeEach, expect, test } from 'vitest';
import { modelInWords } from './parts.ts';
import { itemInWords, promptInWords } from './questions.ts';
import { messages, speak } from './t.svelte.ts';

beforeEach(async () => {
  await speak('en');
  await messages('parts', 'questions');
});

const model = {
  domains: [],
  areas: [
    { code: 'functional.home', name: 'Home', plain: 'Having a place to live that feels OK.' },
    { code: 'functional.garden', name: 'Garden', plain: 'Having one.' }
  ],
  mechanisms: [],
  kinds: [],
  levels: [{ code: 'person', name: 'How things are for you' }],
  barriers: [],
  evidence_statuses: [],
  sources: [{ code: 'own', citation: 'Us.', taken: 'Our own wording.' }]
};

test('what the server names by code is said in the language spoken', async () => {
  await speak('es');
  const { areas, levels, sources } = modelInWords(model);
  expect(areas[0]).toMatchObject({ name: 'Hogar', code: 'functional.home' });
  expect(areas[0]?.plain).toMatch(/^Tener un lugar/);
  expect(levels[0]?.name).toBe('Cómo te van las cosas');
  expect(sources[0]).toMatchObject({ citation: 'Us.' });
  expect(sources[0]?.taken).not.toBe('Our own wording.');
});

test('a code this page does not know keeps the words of the server', async () => {
  await speak('es');
  expect(modelInWords(model).areas[1]).toEqual(model.areas[1]);
  expect(itemInWords({ code: 'new', text: 'I slept' }).text).toBe('I slept');
});

test('questions are asked in the language spoken', async () => {
  expect(itemInWords({ code: 'functional_home', text: 'x' }).text).toBe('Where I live felt OK');
  await speak('es');
  expect(promptInWords({ code: 'need_now', text: 'x' }).text).toBe('¿Qué necesitas ahora mismo?');
});
