/** The outbox alone: no page is built for it, so none of the app's plugins either. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/lib/offline/{canonical,lock,outbox,outbox-rules,overlay,pace}.test.ts'],
    environment: 'happy-dom',
    unstubGlobals: true
  }
});
