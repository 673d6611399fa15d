import { api, got } from '#lib/api/client.ts';
import type { LogicModel } from '#lib/api/types.ts';
import { modelInWords } from '#lib/i18n/parts.ts';

let model: Promise<LogicModel> | undefined;

/** Asked for once a visit; asked again after no answer. In the language spoken now. */
export async function logicModel(): Promise<LogicModel> {
  model ??= got(api.GET('/api/v1/logic-model/')).catch((error: unknown) => {
    model = undefined;
    throw error;
  });
  return modelInWords(await model);
}
