import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { isRefusal, refusal } from '../../core/basics/refusal.ts';
import { WORK_PLACES, type WorkPlace } from '../../core/rows/workPlace.ts';
import { APPROVAL_ACTS, type ApprovalPageShown, type ApprovalWords } from '../../page/messages/approvalPageShown.ts';
import type { Asked } from '../../page/messages/asked.ts';
import type { ApprovalShown } from '../../render/review/approvalShown.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { toUnforeseenFault } from '../../store/disk/fault.ts';
import type { ApprovalAsking } from '../../verbs/question.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import { OneAtATime } from '../model/oneAtATime.ts';
import { Page, type PageKind } from './page.ts';

const KIND: PageKind = { name: 'approval', acts: APPROVAL_ACTS };

/** The pages on which a person lets entries run without them, one for each entry. */
export class ApprovalPages implements vscode.Disposable {
  private readonly model: ScheduleModel;
  private readonly extension: vscode.Uri;
  private readonly open = new Map<string, ApprovalPage>();

  constructor(model: ScheduleModel, extension: vscode.Uri) {
    this.model = model;
    this.extension = extension;
  }

  /**
   * Asks on a page; true once the person has allowed what stood there. A page that is closed has not allowed anything.
   */
  async ask(asking: ApprovalAsking): Promise<boolean> {
    const known = this.open.get(asking.name);
    if (known) {
      known.page.reveal();
      return known.answer;
    }
    if (!vscode.workspace.isTrusted) {
      return false;
    }
    const page = Page.open<ApprovalPageShown>(KIND, {
      extension: this.extension,
      title: l10n.t('Allow Automatic Runs'),
    });
    const one = new ApprovalPage(page, asking, this.model);
    this.open.set(asking.name, one);
    return one.answer.finally(() => this.open.delete(asking.name));
  }

  dispose(): void {
    this.open.forEach(({ page }) => page.dispose());
  }
}

/** One question. What it shows is looked up anew whenever the schedule is read, and before anything is allowed. */
class ApprovalPage {
  readonly page: Page<ApprovalPageShown>;
  readonly answer: Promise<boolean>;
  private readonly asking: ApprovalAsking;
  private readonly looks = new OneAtATime(() => this.look());
  private place: WorkPlace | undefined;
  /** What can be allowed now; nothing while there is nothing to allow. */
  private shown: ApprovalShown | undefined;
  private last: ApprovalShown | undefined;
  /** The key of what the person has before them, also if it cannot be allowed any more. */
  private read: string | undefined;
  private notice: string | undefined;
  private isResting = false;
  private resting: NodeJS.Timeout | undefined;
  private settle: (isAllowed: boolean) => void = () => undefined;

  constructor(page: Page<ApprovalPageShown>, asking: ApprovalAsking, model: ScheduleModel) {
    this.page = page;
    this.asking = asking;
    const parts = [
      model.onDidChange(() => void this.looks.run()),
      vscode.workspace.onDidChangeConfiguration(() => void this.looks.run()),
      page.onSeen(() => void this.looks.run()),
      page.onAsked(asked => void this.take(asked)),
    ];
    this.answer = new Promise<boolean>(resolve => (this.settle = resolve)).finally(() => {
      clearTimeout(this.resting);
      vscode.Disposable.from(...parts).dispose();
      page.dispose();
    });
    page.onClosed(() => this.settle(false));
    void this.looks.run();
  }

  private async take({ act, at }: Asked): Promise<void> {
    if (act === 'deny') {
      this.settle(false);
    } else if (act === 'place') {
      this.place = WORK_PLACES.find(one => one === at);
      this.shown = undefined;
      this.read = undefined;
      this.notice = undefined;
      await this.looks.run();
    } else if (act === 'allow' && at !== undefined && at === this.shown?.key && this.mayAllow) {
      const refused = await this.asking
        .allow(at, this.place)
        .catch((error: unknown) => refusal(toUnforeseenFault(error).message));
      if (!refused) {
        this.settle(true);
        return;
      }
      this.notice = cleanLine(refused.why, 500);
      await this.looks.run();
    }
  }

  private async look(): Promise<void> {
    const { place } = this;
    const shown = await this.asking
      .look(place)
      .catch((error: unknown) => refusal(error instanceof Error ? error.message : String(error)));
    if (place !== this.place) {
      return;
    }
    if (isRefusal(shown)) {
      // There is nothing to allow any more: what was shown is no longer what would be started.
      const { question = '', detail = '' } = this.last ?? {};
      this.shown = undefined;
      this.page.show({ ...NOTHING, question, detail, notice: cleanLine(shown.why, 500), words: words() });
      return;
    }
    // Also where it was gone in between: it comes back with its button where the old one was.
    if (this.read !== undefined && this.read !== shown.key) {
      this.notice = l10n.t('This changed while you were reading. Allow is now for the new content below.');
      this.rest();
    }
    this.shown = shown;
    this.last = shown;
    this.read = shown.key;
    this.draw();
  }

  private draw(): void {
    const { shown, notice, isResting } = this;
    if (shown) {
      this.page.show({ ...shown, canAllow: !isResting, notice, words: words() });
    }
  }

  private get mayAllow(): boolean {
    return !this.isResting && vscode.workspace.isTrusted;
  }

  /** Ignores a click that was meant for what was shown before the change. */
  private rest(): void {
    clearTimeout(this.resting);
    this.isResting = true;
    this.resting = setTimeout(() => {
      this.isResting = false;
      this.draw();
    }, REST);
  }
}

/** How long nothing can be allowed after the content has changed, in ms. */
const REST = 1500;

const NOTHING = {
  key: '',
  canAllow: false,
  facts: [],
  blocks: [],
  details: undefined,
  changes: undefined,
  places: [],
} as const;

const words = (): ApprovalWords => ({
  allow: l10n.t('Allow'),
  deny: l10n.t('Deny'),
  keys: l10n.t('Tab leads to the buttons. Enter alone does nothing.'),
  where: l10n.t('Where its runs work'),
  removed: l10n.t('Removed:'),
  added: l10n.t('Added:'),
});
