// The HTTP process: every page and every endpoint there is.
import { Module } from '@nestjs/common';
import { AdminModule } from './admin/admin.module.js';
import { AdminConsentsController } from './admin/consents.controller.js';
import { AdminDigestsController } from './admin/digests.controller.js';
import { AdminDeliveriesController } from './admin/deliveries.controller.js';
import { AdminKeyGuard } from './admin/admin-key.guard.js';
import { MetricsController } from './admin/metrics.controller.js';
import { ReadMetrics } from './admin/read-metrics.js';
import { AdminPapersController } from './admin/papers.controller.js';
import { AdminRunsController } from './admin/runs.controller.js';
import { AdminSendingController } from './admin/sending.controller.js';
import { AdminSourcesController } from './admin/sources.controller.js';
import { AdminSubscribersController } from './admin/subscribers.controller.js';
import { PreviewController } from './digests/preview.controller.js';
import { StreamBreaker } from './deliveries/stream-breaker.js';
import { DigestsModule } from './digests/digests.module.js';
import { EditionsController } from './editions/editions.controller.js';
import { EditionsModule } from './editions/editions.module.js';
import { WebDigestController } from './mails/web-digest.controller.js';
import { MailsModule } from './mails/mails.module.js';
import { SourceNotes } from './papers/sync/source-notes.js';
import { PapersModule } from './papers/papers.module.js';
import { MailboxController } from './platform/embedded/mailbox.controller.js';
import { HealthNotes } from './platform/http/health-notes.js';
import { HealthController } from './platform/http/health.controller.js';
import { QueueModule } from './platform/queue/queue.module.js';
import { SmtpModule } from './platform/smtp/smtp.module.js';
import { SignInController } from './subscribers/access/sign-in.controller.js';
import { ChallengeController } from './subscribers/challenge.controller.js';
import { EmbedController } from './subscribers/embed.controller.js';
import { ConfirmController } from './subscribers/confirm.controller.js';
import { AccountController } from './subscribers/account/account.controller.js';
import { ConsentsModule } from './subscribers/account/consents.module.js';
import { DataController } from './subscribers/account/data.controller.js';
import { NewAddressController } from './subscribers/account/new-address.controller.js';
import { FeedbackController } from './subscribers/feedback/feedback.controller.js';
import { ReaderPapersController } from './subscribers/feedback/reader-papers.controller.js';
import { LibraryController } from './subscribers/library/library.controller.js';
import { InterestsController } from './subscribers/settings/interests.controller.js';
import { SettingsController } from './subscribers/settings/settings.controller.js';
import { SignUpController } from './subscribers/sign-up.controller.js';
import { SubscribersModule } from './subscribers/subscribers.module.js';
import { SubscriptionsController } from './subscribers/subscriptions.controller.js';
import { UnsubscribeController } from './subscribers/unsubscribe.controller.js';

@Module({
  imports: [
    PapersModule,
    SubscribersModule,
    ConsentsModule,
    EditionsModule,
    MailsModule,
    DigestsModule,
    AdminModule,
    QueueModule,
    SmtpModule,
  ],
  providers: [{ provide: HealthNotes, useClass: SourceNotes }, AdminKeyGuard, ReadMetrics, StreamBreaker],
  controllers: [
    SignUpController,
    PreviewController,
    SubscriptionsController,
    ChallengeController,
    EmbedController,
    ConfirmController,
    UnsubscribeController,
    SignInController,
    SettingsController,
    InterestsController,
    ReaderPapersController,
    FeedbackController,
    AccountController,
    DataController,
    LibraryController,
    NewAddressController,
    EditionsController,
    WebDigestController,
    AdminSubscribersController,
    AdminConsentsController,
    AdminPapersController,
    AdminDigestsController,
    AdminRunsController,
    AdminSourcesController,
    AdminDeliveriesController,
    AdminSendingController,
    MetricsController,
    HealthController,
    MailboxController,
  ],
})
export class WebModule {}
