import type { ApprovalMark } from '../../core/agent/grant.ts';
import type { ConversationStanding } from '../../core/conversations/conversationStanding.ts';

/** What is known of the entries of a schedule beside the file, by their ids. */
export interface EntryMarks {
  /** What this person allowed; set by whoever watches approvals. */
  approved?: ReadonlyMap<string, ApprovalMark>;
  /** How the conversations stand that open entries continue; set by whoever looks at conversations. */
  standings?: ReadonlyMap<string, ConversationStanding>;
}
