import {
  AddCaseNote,
  AssignCase,
  AutoAcknowledgeCase,
  ClassifyCase,
  CloseCase,
  ConfirmResolution,
  EscalateCase,
  OpenCase,
  ProposeSolution,
  RecordCustomerReply,
  RecordDiagnosis,
  RejectResolution,
  ReopenCase,
  ResolveCase,
  RespondToCase,
  SetCasePriority,
  TransferCase,
  type CommandClass,
} from '@touchstream/domain';
import type { Actor, CaseKind, CasePriority, CaseSeverity, Channel } from '@touchstream/events';
import { staff, systems } from '../company/staff.js';
import type { Account } from '../customers/account.js';
import { MINUTE } from '../plan/calendar.js';
import type { Body } from '../plan/history.js';

export interface Matter {
  readonly kind: CaseKind;
  readonly subject: string;
  readonly description?: string;
  readonly category: string;
  readonly severity?: CaseSeverity;
  readonly priority?: CasePriority;
  readonly cause?: string;
  readonly orderId?: string;
  readonly acknowledgementDueAt?: string;
}

/** A case on its way, in the hands of one agent. */
export class Casework {
  readonly caseId: string;
  readonly agent: Actor;
  at: number;

  constructor(
    readonly account: Account,
    at: number,
    { category, cause, ...matter }: Matter,
    channel: Channel,
  ) {
    const { history, random, customerId, speaker } = account;
    this.at = at;
    this.agent = random.pick(staff.agents);
    const opened = { customerId, contactId: speaker.contactId, ...matter };
    this.caseId = history.create(OpenCase, { at, by: this.agent, channel }, opened);
    if (channel === 'email' || channel === 'portal')
      this.say(AutoAcknowledgeCase, { templateId: 'received' }, systems.rules);
    this.say(ClassifyCase, { category, ...(cause && { cause }) });
    this.say(AssignCase, { ownerId: this.agent.id, teamId: 'team-service' });
  }

  wait(least: number, most: number): this {
    this.at = this.account.after(this.at, least, most);
    return this;
  }

  respond(summary: string): this {
    return this.say(RespondToCase, { summary });
  }
  reply(summary: string): this {
    return this.say(RecordCustomerReply, { contactId: this.account.speaker.contactId, summary });
  }
  note(text: string): this {
    return this.say(AddCaseNote, { visibility: 'internal', text });
  }
  prioritise(priority: CasePriority, reason: string): this {
    return this.say(SetCasePriority, { priority, reason });
  }
  escalate(level: number, reason: string): this {
    return this.say(EscalateCase, { level, to: staff.headOfService.id, reason });
  }
  transfer(teamId: string, reason: string): this {
    return this.say(TransferCase, { teamId, reason });
  }
  diagnose(path: string[]): this {
    return this.say(RecordDiagnosis, { path });
  }
  propose(solution: string): this {
    return this.say(ProposeSolution, { solution });
  }
  resolve(resolutionCode: string): this {
    return this.say(ResolveCase, { resolutionCode });
  }
  confirm(): this {
    return this.say(ConfirmResolution, { contactId: this.account.speaker.contactId });
  }
  refuse(reason: string): this {
    return this.say(RejectResolution, { contactId: this.account.speaker.contactId, reason });
  }
  reopen(reason: string): this {
    return this.say(ReopenCase, { reason });
  }
  close(reason?: string): this {
    return this.say(CloseCase, reason === undefined ? {} : { reason }, systems.rules);
  }

  /** Each thing said moves the clock by some minutes. */
  say<C extends CommandClass>(type: C, body: Body<C>, by: Actor = this.agent): this {
    const { history, random } = this.account;
    this.at += random.int(1, 12) * MINUTE;
    history.change(type, this.caseId, { at: this.at, by }, body);
    return this;
  }
}
