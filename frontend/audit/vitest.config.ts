/** The outbox alone: no page is built for it, so none of the app's plugins either. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'src/lib/offline/{canonical,outbox,outbox-rules,outbox-sending,overlay,pace}.test.ts'
    ],
    environment: 'happy-dom',
    testTimeout: 30_000,
    unstubGlobals: true
  }
});
