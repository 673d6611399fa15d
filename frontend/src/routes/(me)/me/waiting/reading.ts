import type { Entry } from '#lib/api/types.ts';
import type { Page } from '#lib/features/journal/sealed/pages.ts';
import type { Waiting } from '#lib/features/phone/waiting.ts';
import { t } from '#lib/i18n/t.svelte.ts';
import { idsIn } from '#lib/offline/nouns.ts';

const pages = () => import('#lib/features/journal/sealed/pages.ts');

const idOf = ({ row }: Waiting) => idsIn(row.address).at(-1) ?? '';
const isSealed = ({ body, current }: Waiting) => Boolean(body?.seal ?? current?.seal);

/** A sealed page as its writer reads it; what is sent stays as it is. */
export async function readable(one: Waiting): Promise<Waiting> {
  if (!isSealed(one)) return one;
  const { opened } = await pages();
  const page = (body: unknown) => opened(one.row.owner, { ...(body as Entry), id: idOf(one) });
  const [mine, theirs] = [await page(one.body), await page(one.current)];
  return { ...one, words: wordsOf(mine), read: { mine, theirs } };
}

const wordsOf = ({ unread, words }: Page) => (unread ? t(`journal.sealed.${unread}`) : words);

export async function sealedAnew(one: Waiting, id: string): Promise<Waiting['body']> {
  if (!one.body?.seal) return one.body;
  return (await pages()).resealed(one.row.owner, idOf(one), id, one.body);
}
