// A reader's life, from the form to good-bye.
import { Module } from '@nestjs/common';
import { RequestGate } from '../platform/fetch/request-gate.js';
import { RateLimits } from '../platform/limits/rate-limits.js';
import { QueueModule } from '../platform/queue/queue.module.js';
import { AskToSignIn } from './access/ask-to-sign-in.js';
import { FindReader } from './access/find-reader.js';
import { ReaderLanguage } from './access/reader-language.js';
import { Sessions } from './access/sessions.js';
import { ChangeAddress } from './account/change-address.js';
import { EraseReader } from './account/erase-reader.js';
import { ExportReader } from './account/export-reader.js';
import { ForgetUnconfirmed } from './account/forget-unconfirmed.js';
import { AdmitSignUp } from './admit-sign-up.js';
import { AfterUnsubscribe } from './after-unsubscribe.js';
import { Confirm } from './confirm.js';
import { FeedbackLink } from './feedback/feedback-link.js';
import { GiveFeedback } from './feedback/give-feedback.js';
import { ReaderPapers } from './feedback/reader-papers.js';
import { BringLibrary } from './library/bring-library.js';
import { FetchZotero } from './library/fetch-zotero.js';
import { KeepLibrary } from './library/keep-library.js';
import { ProofOfWork } from './proof-of-work.js';
import { ReceiveSignUp } from './receive-sign-up.js';
import { ChangeInterests } from './settings/change-interests.js';
import { ChangeLikedPapers } from './settings/change-liked-papers.js';
import { ChangeSettings } from './settings/change-settings.js';
import { InterestsPage } from './settings/interests-page.js';
import { Pause } from './settings/pause.js';
import { SettingsPage } from './settings/settings-page.js';
import { SignUp } from './sign-up.js';
import { SignUpPage } from './sign-up-page.js';
import { TimeZones } from './time-zones.js';
import { Unsubscribe } from './unsubscribe.js';
import { WantedInterests } from './wanted-interests.js';

const useCases = [
  RateLimits,
  AdmitSignUp,
  ProofOfWork,
  ReceiveSignUp,
  SignUp,
  WantedInterests,
  SignUpPage,
  Confirm,
  Unsubscribe,
  AfterUnsubscribe,
  AskToSignIn,
  Sessions,
  FindReader,
  ReaderLanguage,
  TimeZones,
  ChangeSettings,
  SettingsPage,
  Pause,
  ChangeInterests,
  InterestsPage,
  GiveFeedback,
  FeedbackLink,
  ReaderPapers,
  ChangeAddress,
  EraseReader,
  ExportReader,
  ForgetUnconfirmed,
  BringLibrary,
  KeepLibrary,
  FetchZotero,
  RequestGate,
  ChangeLikedPapers,
];

@Module({ imports: [QueueModule], providers: useCases, exports: useCases })
export class SubscribersModule {}
