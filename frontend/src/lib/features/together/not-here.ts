import { ApiProblem } from '#lib/api/errors.ts';

/** As the server would say it. */
export class NotHere extends ApiProblem {
  constructor() {
    super({ status: 404, code: 'not_found' });
  }
}
