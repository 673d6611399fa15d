import { ApiProblem, type FieldErrors } from '#lib/api/errors.ts';
import type { NewInvitation, Role } from './team.ts';

/** What is written in the two steps, and whether each can be left. */
export class InvitationDraft {
  role = $state<Role | null>(null);
  email = $state('');
  team = $state<string | null>(null);
  job = $state('');
  step = $state<1 | 2>(1);

  get isForWork(): boolean {
    return this.role !== 'service_user';
  }

  get body(): NewInvitation {
    return {
      email: this.email.trim(),
      role: this.role ?? 'peer_worker',
      team: this.isForWork ? this.team : null,
      job_title: this.isForWork ? this.job.trim() : ''
    };
  }

  /** Throws what the server would say of the first step. */
  leaveFirst(): void {
    const errors: FieldErrors = {};
    if (!this.role) errors.role = [{ code: 'required' }];
    if (!this.email.trim()) errors.email = [{ code: 'required' }];
    else if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(this.email.trim()))
      errors.email = [{ code: 'invalid' }];
    refuse(errors);
    this.step = 2;
  }

  leaveSecond(): void {
    refuse(this.isForWork && !this.team ? { team: [{ code: 'required' }] } : {});
  }
}

function refuse(errors: FieldErrors): void {
  if (Object.keys(errors).length) throw new ApiProblem({ status: 400, code: 'invalid', errors });
}
