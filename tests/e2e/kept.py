"""What a browser keeps of its own: storage, caches, databases."""

from playwright.sync_api import Page

EVERYTHING_KEPT = """async () => {
  const soon = new Promise((ok) => setTimeout(ok, 5000));
  await Promise.race([navigator.serviceWorker.ready, soon]);
  const kept = [JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage})];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) {
      kept.push(request.url);
      kept.push(await (await (await caches.open(name)).match(request)).text());
    }
  for (const {name} of await indexedDB.databases()) {
    const db = await new Promise((ok) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => ok(asked.result);
    });
    for (const store of db.objectStoreNames)
      kept.push(JSON.stringify(await new Promise((ok) => {
        const asked = db.transaction(store).objectStore(store).getAll();
        asked.onsuccess = () => ok(asked.result);
      })));
    db.close();
  }
  return kept;
}"""


def everything_kept(page: Page) -> list[str]:
    found: list[str] = page.evaluate(EVERYTHING_KEPT)
    return found


def is_kept(page: Page, words: str) -> bool:
    return any(words in text for text in everything_kept(page))
