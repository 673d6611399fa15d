import { store } from './store.ts';

/** Reading and writing what the phone remembers never gets in the way: without a store it remembers nothing. */
export async function remembered<T>(name: string): Promise<T | null> {
  try {
    const row = await (await store()).get('remembered', name);
    return (row?.value as T | undefined) ?? null;
  } catch {
    return null;
  }
}

export async function remember(name: string, value: unknown): Promise<void> {
  try {
    const shelf = await store();
    if (value === null) await shelf.delete('remembered', name);
    else await shelf.put('remembered', { name, value });
  } catch {
    return;
  }
}
