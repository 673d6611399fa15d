/// <reference types="@sveltejs/kit" />

/** Words another app handed over, until the journal has taken them: in memory only, never in an address. */
const shared = new Map<string, string>();
const PLACE = '/journal/share';

export const isShared = (method: string, { pathname }: URL): boolean =>
  method === 'POST' && pathname === PLACE;

/** Keeps the words for the page that opens, and opens it. */
export async function takeShared(request: Request): Promise<Response> {
  const form = await request.formData();
  const parts = ['title', 'text', 'url'].map((name) => form.get(name));
  const words = parts.filter((part) => typeof part === 'string' && part).join('\n');
  const id = crypto.randomUUID();
  shared.set(id, words);
  return Response.redirect(`/journal/new?shared=${id}`, 303);
}

/** Once, to the page that asks for them. */
export function handOver({ data, ports }: ExtendableMessageEvent): void {
  const { shared: id } = (data ?? {}) as { shared?: string };
  if (!id) return;
  ports[0]?.postMessage(shared.get(id) ?? '');
  shared.delete(id);
}
