import { api, got } from '#lib/api/client.ts';
import type { Learning, Taught } from '#lib/api/types.ts';
import { t } from '#lib/i18n/t.svelte.ts';
import { tell } from './tell.ts';

/** What an answer changes, in a sentence. */
export function lessonOf({ lesson, reason }: Taught): string {
  if (lesson !== 'avoided') return t(`ideas.learnt.${lesson}`);
  return reason === 'too_far' || reason === 'costs' || reason === 'groups'
    ? t(`ideas.learnt.avoided.${reason}`)
    : '';
}

/** What a person's answers have taught, which they can stop and forget, each with the way back. */
export class OpenLearning {
  now = $state.raw() as Learning;

  constructor(now: Learning) {
    this.now = now;
  }

  static async read(): Promise<OpenLearning> {
    return new OpenLearning(await got(api.GET('/api/v1/suggestions/learning/')));
  }

  async switch(learns: boolean): Promise<void> {
    const { learns_since } = this.now;
    await this.#put({ learns, learns_since });
    tell(t(learns ? 'ideas.learnt.switched_on' : 'ideas.learnt.switched_off'), () =>
      this.#put({ learns: !learns, learns_since })
    );
  }

  async beginAnew(): Promise<void> {
    const { learns, learns_since } = this.now;
    this.now = await got(api.DELETE('/api/v1/suggestions/learning/'));
    tell(t('ideas.learnt.forgotten'), () => this.#put({ learns, learns_since }));
  }

  async #put(body: Pick<Learning, 'learns' | 'learns_since'>): Promise<void> {
    this.now = await got(api.PUT('/api/v1/suggestions/learning/', { body }));
  }
}
