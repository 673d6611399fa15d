import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

/** An app of the same kind in which there is nothing: what the first load of ours is measured beside. */
export default defineConfig({
  plugins: [sveltekit({ adapter: adapter({ fallback: 'app.html', precompress: true }) })]
});
