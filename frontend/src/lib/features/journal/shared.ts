const PATIENCE = 2_000;

/** The words another app handed to the journal; '' when they are gone already. */
export async function sharedWords(id: string): Promise<string> {
  const worker = (await navigator.serviceWorker?.ready)?.active;
  if (!worker) return '';
  const { port1, port2 } = new MessageChannel();
  return new Promise((given) => {
    port1.onmessage = ({ data }) => given(String(data));
    setTimeout(() => given(''), PATIENCE);
    worker.postMessage({ shared: id }, [port2]);
  });
}
