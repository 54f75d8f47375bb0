//! Which page an address shows, and in which part of the program the page travels.
//!
//! What a person needs first, the sign-in and their work, is in the program itself. Every other page is in a part that is
//! fetched when the first of its pages is asked for, which `parts` sees to.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use shared::cases::api::CaseListing;

use crate::features::activity::ActivityPage;
use crate::features::agencies::{
    AgenciesPage, AgencyEditPage, AgencyPage, AgencySuccessionPage, NewAgencyPage,
};
use crate::features::agreements::{
    AgreementEditPage, AgreementPage, AgreementsPage, NewAgreementPage,
};
use crate::features::api_reference::ApiReferencePage;
use crate::features::audit::AuditPage;
use crate::features::auth::{
    AccountPage, ChangePasswordPage, InvitePage, PeoplePage, PersonNamePage, PersonPage,
    PersonRolesPage, SignInPage, WelcomePage,
};
use crate::features::cases::{
    AskedPage, BreakGlassPage, CaseEditPage, CaseHappenPage, CaseLogPage, CasePage, CasesLogPage,
    CasesPage, FindCasePage, GlassReviewsPage, InviteAgencyPage, NewCasePage, PartPage, PassPage,
};
use crate::features::chasing::{AccountablePage, MailPage};
use crate::features::clients::{
    ClientEditPage, ClientKeysPage, ClientPage, ClientsPage, NewClientPage, NewSecretPage,
};
use crate::features::cycles::{
    CycleEditPage, CycleExceptionsPage, CycleSeriesPage, CyclesPage, NewCyclePage,
};
use crate::features::feeds::CalendarPage;
use crate::features::governance::{
    DecisionEditPage, DecisionPage, DecisionsPage, MeetingEditPage, MeetingPage, MeetingsPage,
    NewDecisionPage, NewMeetingPage,
};
use crate::features::notices::NoticesPage;
use crate::features::pathways::{
    ClosePathwayPage, NewPathwayPage, PathwayEditPage, PathwayPage, PathwaysPage,
};
use crate::features::plans::{
    AboutPage, ActionPage, FindingsPage, GlossaryPage, GroupsPage, LevelsPage, PlanBoardPage,
    PlansPage, RegisterPage, ReportingPage,
};
use crate::features::publication::PublicationPage;
use crate::features::retention::{CaseErasePage, CaseHeldPage, CaseHoldPage, RetentionPage};
use crate::features::search::SearchPage;
use crate::features::services::{
    CloseServicePage, ImportServicesPage, NewServicePage, ServiceEditPage, ServicePage,
    ServicesPage,
};
use crate::features::sheets::ImportPage;
use crate::features::site::{AccessibilityPage, NotFoundPage};
use crate::features::step_down::{
    StepDownDutyPage, StepDownEditPage, StepDownEventPage, StepDownPage, StepDownReviewPage,
};
use crate::features::updates::{UpdateEditorPage, UpdatePage};
use crate::features::webhooks::{NewWebhookPage, WebhookEditPage, WebhookPage, WebhooksPage};
use crate::features::work::MyWorkPage;
use crate::routes::Route;
use crate::ui::load::Skeleton;

/// A part of the program that travels by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What is planned and where it stands.
    Plans,
    /// Pathways, to read and to change.
    Pathways,
    /// Cases and their step-down plans.
    Cases,
    /// Updates, to write and to read.
    Updates,
    /// Who takes part, and what has been done.
    Office,
}

impl Part {
    /// The part with the page; none for a page that is there from the start.
    pub const fn of(route: &Route) -> Option<Self> {
        match route {
            Route::SignIn | Route::MyWork | Route::Accessibility | Route::NotFound => None,
            Route::Plans
            | Route::Overview { .. }
            | Route::Register { .. }
            | Route::Action { .. }
            | Route::PlanAbout { .. }
            | Route::Levels { .. }
            | Route::Groups { .. }
            | Route::Activity { .. }
            | Route::Glossary { .. }
            | Route::Findings { .. }
            | Route::Import { .. }
            | Route::Cycles { .. }
            | Route::Reporting { .. }
            | Route::NewCycle { .. }
            | Route::CycleSeries { .. }
            | Route::CycleEdit { .. }
            | Route::CycleExceptions { .. }
            | Route::Meetings { .. }
            | Route::NewMeeting { .. }
            | Route::Meeting { .. }
            | Route::MeetingEdit { .. }
            | Route::NewDecision { .. }
            | Route::Decisions { .. }
            | Route::Decision { .. }
            | Route::DecisionEdit { .. }
            | Route::Search => Some(Self::Plans),
            Route::Pathways { .. }
            | Route::NewPathway { .. }
            | Route::Pathway { .. }
            | Route::PathwayEdit { .. }
            | Route::ClosePathway { .. } => Some(Self::Pathways),
            Route::Cases
            | Route::CasesAsked
            | Route::CasesReviews
            | Route::CasesStuck
            | Route::CasesEnded
            | Route::NewCase
            | Route::FindCase
            | Route::Case { .. }
            | Route::CaseEdit { .. }
            | Route::CaseHappen { .. }
            | Route::CaseLog { .. }
            | Route::CasesLog
            | Route::CaseHeld { .. }
            | Route::CaseHold { .. }
            | Route::CaseErase { .. }
            | Route::Retention
            | Route::CaseInvite { .. }
            | Route::CasePart { .. }
            | Route::CaseAsked { .. }
            | Route::CasePass { .. }
            | Route::BreakGlass
            | Route::GlassReviews
            | Route::Agreements
            | Route::NewAgreement
            | Route::Agreement { .. }
            | Route::AgreementEdit { .. }
            | Route::StepDown { .. }
            | Route::StepDownEdit { .. }
            | Route::StepDownEvent { .. }
            | Route::StepDownReview { .. }
            | Route::StepDownDuty { .. } => Some(Self::Cases),
            Route::Update { .. } | Route::UpdateEditor { .. } => Some(Self::Updates),
            Route::Welcome
            | Route::Agencies
            | Route::NewAgency
            | Route::Agency { .. }
            | Route::AgencyEdit { .. }
            | Route::AgencySuccession { .. }
            | Route::Accountable { .. }
            | Route::Services
            | Route::NewService
            | Route::ImportServices
            | Route::Publication
            | Route::Service { .. }
            | Route::ServiceEdit { .. }
            | Route::CloseService { .. }
            | Route::Webhooks { .. }
            | Route::NewWebhook { .. }
            | Route::Webhook { .. }
            | Route::WebhookEdit { .. }
            | Route::Clients
            | Route::NewClient
            | Route::Client { .. }
            | Route::ClientEdit { .. }
            | Route::ClientKeys { .. }
            | Route::NewSecret { .. }
            | Route::People
            | Route::Invite
            | Route::Person { .. }
            | Route::PersonName { .. }
            | Route::PersonRoles { .. }
            | Route::Audit
            | Route::Account
            | Route::AccountPassword
            | Route::AccountMail
            | Route::AccountCalendar
            | Route::Notices
            | Route::ApiReference => Some(Self::Office),
        }
    }

    /// Fetches it, unless it is here already.
    ///
    /// # Errors
    /// When the server cannot be reached, or no longer has it.
    pub async fn fetch(self) -> Result<(), SplitLoaderError> {
        match self {
            Self::Plans => fetch_plans().await,
            Self::Pathways => fetch_pathways().await,
            Self::Cases => fetch_cases().await,
            Self::Updates => fetch_updates().await,
            Self::Office => fetch_office().await,
        }
    }
}

/// The view of a page whose part is here.
pub fn page(route: Route) -> AnyView {
    match Part::of(&route) {
        None => first(route),
        Some(Part::Plans) => at_once(plans(route)),
        Some(Part::Pathways) => at_once(pathways(route)),
        Some(Part::Cases) => at_once(cases(route)),
        Some(Part::Updates) => at_once(updates(route)),
        Some(Part::Office) => at_once(office(route)),
    }
}

/// What a part answers when it is here. The owner of signals and contexts is that of the call only if nothing is awaited.
fn at_once(view: impl Future<Output = Result<AnyView, SplitLoaderError>>) -> AnyView {
    match pin!(view).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(view)) => view,
        Poll::Ready(Err(_)) | Poll::Pending => view! { <Skeleton /> }.into_any(),
    }
}

fn first(route: Route) -> AnyView {
    match route {
        Route::SignIn => view! { <SignInPage /> }.into_any(),
        Route::MyWork => view! { <MyWorkPage /> }.into_any(),
        Route::Accessibility => view! { <AccessibilityPage /> }.into_any(),
        _ => view! { <NotFoundPage /> }.into_any(),
    }
}

#[wasm_split(plans, wasm_split_path = ::leptos::wasm_split, preload(fetch_plans), fallible)]
fn plans(route: Route) -> Result<AnyView, SplitLoaderError> {
    Ok(match route {
        Route::Plans => view! { <PlansPage /> }.into_any(),
        Route::Overview { plan } => view! { <PlanBoardPage plan /> }.into_any(),
        Route::Register { plan } => view! { <RegisterPage plan /> }.into_any(),
        Route::Action { plan, action } => view! { <ActionPage plan action /> }.into_any(),
        Route::PlanAbout { plan, part } => view! { <AboutPage plan part /> }.into_any(),
        Route::Levels { plan } => view! { <LevelsPage plan /> }.into_any(),
        Route::Groups { plan } => view! { <GroupsPage plan /> }.into_any(),
        Route::Activity { plan } => view! { <ActivityPage plan /> }.into_any(),
        Route::Glossary { plan } => view! { <GlossaryPage plan /> }.into_any(),
        Route::Findings { plan } => view! { <FindingsPage plan /> }.into_any(),
        Route::Import { plan } => view! { <ImportPage plan /> }.into_any(),
        Route::Cycles { plan } => view! { <CyclesPage plan /> }.into_any(),
        Route::Reporting { plan } => view! { <ReportingPage plan /> }.into_any(),
        Route::NewCycle { plan } => view! { <NewCyclePage plan /> }.into_any(),
        Route::CycleSeries { plan } => view! { <CycleSeriesPage plan /> }.into_any(),
        Route::CycleEdit { plan, cycle } => view! { <CycleEditPage plan cycle /> }.into_any(),
        Route::CycleExceptions { plan, cycle } => {
            view! { <CycleExceptionsPage plan cycle /> }.into_any()
        }
        Route::Meetings { plan } => view! { <MeetingsPage plan /> }.into_any(),
        Route::NewMeeting { plan } => view! { <NewMeetingPage plan /> }.into_any(),
        Route::Meeting { plan, meeting } => view! { <MeetingPage plan meeting /> }.into_any(),
        Route::MeetingEdit { plan, meeting } => {
            view! { <MeetingEditPage plan meeting /> }.into_any()
        }
        Route::NewDecision { plan, meeting } => {
            view! { <NewDecisionPage plan meeting /> }.into_any()
        }
        Route::Decisions { plan } => view! { <DecisionsPage plan /> }.into_any(),
        Route::Decision { plan, decision } => view! { <DecisionPage plan decision /> }.into_any(),
        Route::DecisionEdit { plan, decision } => {
            view! { <DecisionEditPage plan decision /> }.into_any()
        }
        Route::Search => view! { <SearchPage /> }.into_any(),
        _ => view! { <NotFoundPage /> }.into_any(),
    })
}

#[wasm_split(pathways, wasm_split_path = ::leptos::wasm_split, preload(fetch_pathways), fallible)]
fn pathways(route: Route) -> Result<AnyView, SplitLoaderError> {
    Ok(match route {
        Route::Pathways { plan } => view! { <PathwaysPage plan /> }.into_any(),
        Route::NewPathway { plan } => view! { <NewPathwayPage plan /> }.into_any(),
        Route::Pathway { plan, pathway } => view! { <PathwayPage plan pathway /> }.into_any(),
        Route::PathwayEdit { plan, pathway } => {
            view! { <PathwayEditPage plan pathway /> }.into_any()
        }
        Route::ClosePathway { plan, pathway } => {
            view! { <ClosePathwayPage plan pathway /> }.into_any()
        }
        _ => view! { <NotFoundPage /> }.into_any(),
    })
}

#[wasm_split(cases, wasm_split_path = ::leptos::wasm_split, preload(fetch_cases), fallible)]
fn cases(route: Route) -> Result<AnyView, SplitLoaderError> {
    Ok(match route {
        Route::Cases => view! { <CasesPage list=CaseListing::Mine /> }.into_any(),
        Route::CasesAsked => view! { <CasesPage list=CaseListing::Asked /> }.into_any(),
        Route::CasesReviews => view! { <CasesPage list=CaseListing::Reviews /> }.into_any(),
        Route::CasesStuck => view! { <CasesPage list=CaseListing::Stuck /> }.into_any(),
        Route::CasesEnded => view! { <CasesPage list=CaseListing::Ended /> }.into_any(),
        Route::CasesLog => view! { <CasesLogPage /> }.into_any(),
        Route::CaseHeld { case } => view! { <CaseHeldPage case /> }.into_any(),
        Route::CaseHold { case } => view! { <CaseHoldPage case /> }.into_any(),
        Route::CaseErase { case } => view! { <CaseErasePage case /> }.into_any(),
        Route::Retention => view! { <RetentionPage /> }.into_any(),
        Route::NewCase => view! { <NewCasePage /> }.into_any(),
        Route::FindCase => view! { <FindCasePage /> }.into_any(),
        Route::Case { case } => view! { <CasePage case /> }.into_any(),
        Route::CaseEdit { case } => view! { <CaseEditPage case /> }.into_any(),
        Route::CaseHappen { case, kind } => view! { <CaseHappenPage case kind /> }.into_any(),
        Route::CaseLog { case } => view! { <CaseLogPage case /> }.into_any(),
        Route::CaseInvite { case } => view! { <InviteAgencyPage case /> }.into_any(),
        Route::CasePart { case, part } => view! { <PartPage case part /> }.into_any(),
        Route::CaseAsked { part } => view! { <AskedPage part /> }.into_any(),
        Route::CasePass { case } => view! { <PassPage case /> }.into_any(),
        Route::BreakGlass => view! { <BreakGlassPage /> }.into_any(),
        Route::GlassReviews => view! { <GlassReviewsPage /> }.into_any(),
        Route::Agreements => view! { <AgreementsPage /> }.into_any(),
        Route::NewAgreement => view! { <NewAgreementPage /> }.into_any(),
        Route::Agreement { agreement } => view! { <AgreementPage agreement /> }.into_any(),
        Route::AgreementEdit { agreement } => view! { <AgreementEditPage agreement /> }.into_any(),
        Route::StepDown { plan } => view! { <StepDownPage plan /> }.into_any(),
        Route::StepDownEdit { plan } => view! { <StepDownEditPage plan /> }.into_any(),
        Route::StepDownEvent { plan, kind } => view! { <StepDownEventPage plan kind /> }.into_any(),
        Route::StepDownReview { plan, due } => view! { <StepDownReviewPage plan due /> }.into_any(),
        Route::StepDownDuty { plan, duty } => view! { <StepDownDutyPage plan duty /> }.into_any(),
        _ => view! { <NotFoundPage /> }.into_any(),
    })
}

#[wasm_split(updates, wasm_split_path = ::leptos::wasm_split, preload(fetch_updates), fallible)]
fn updates(route: Route) -> Result<AnyView, SplitLoaderError> {
    Ok(match route {
        Route::UpdateEditor { update } => view! { <UpdateEditorPage update /> }.into_any(),
        Route::Update { update } => view! { <UpdatePage update /> }.into_any(),
        _ => view! { <NotFoundPage /> }.into_any(),
    })
}

#[wasm_split(office, wasm_split_path = ::leptos::wasm_split, preload(fetch_office), fallible)]
fn office(route: Route) -> Result<AnyView, SplitLoaderError> {
    Ok(match route {
        Route::Welcome => view! { <WelcomePage /> }.into_any(),
        Route::Agencies => view! { <AgenciesPage /> }.into_any(),
        Route::NewAgency => view! { <NewAgencyPage /> }.into_any(),
        Route::Agency { agency } => view! { <AgencyPage agency /> }.into_any(),
        Route::AgencyEdit { agency } => view! { <AgencyEditPage agency /> }.into_any(),
        Route::AgencySuccession { agency } => view! { <AgencySuccessionPage agency /> }.into_any(),
        Route::Accountable { agency } => view! { <AccountablePage agency /> }.into_any(),
        Route::Services => view! { <ServicesPage /> }.into_any(),
        Route::NewService => view! { <NewServicePage /> }.into_any(),
        Route::ImportServices => view! { <ImportServicesPage /> }.into_any(),
        Route::Publication => view! { <PublicationPage /> }.into_any(),
        Route::Service { service } => view! { <ServicePage service /> }.into_any(),
        Route::ServiceEdit { service } => view! { <ServiceEditPage service /> }.into_any(),
        Route::CloseService { service } => view! { <CloseServicePage service /> }.into_any(),
        Route::Webhooks { agency } => view! { <WebhooksPage agency /> }.into_any(),
        Route::NewWebhook { agency } => view! { <NewWebhookPage agency /> }.into_any(),
        Route::Webhook { webhook } => view! { <WebhookPage webhook /> }.into_any(),
        Route::WebhookEdit { webhook } => view! { <WebhookEditPage webhook /> }.into_any(),
        Route::Clients => view! { <ClientsPage /> }.into_any(),
        Route::NewClient => view! { <NewClientPage /> }.into_any(),
        Route::Client { client } => view! { <ClientPage client /> }.into_any(),
        Route::ClientEdit { client } => view! { <ClientEditPage client /> }.into_any(),
        Route::ClientKeys { client } => view! { <ClientKeysPage client /> }.into_any(),
        Route::NewSecret { client } => view! { <NewSecretPage client /> }.into_any(),
        Route::People => view! { <PeoplePage /> }.into_any(),
        Route::Invite => view! { <InvitePage /> }.into_any(),
        Route::Person { person } => view! { <PersonPage person /> }.into_any(),
        Route::PersonName { person } => view! { <PersonNamePage person /> }.into_any(),
        Route::PersonRoles { person } => view! { <PersonRolesPage person /> }.into_any(),
        Route::Audit => view! { <AuditPage /> }.into_any(),
        Route::ApiReference => view! { <ApiReferencePage /> }.into_any(),
        Route::Account => view! { <AccountPage /> }.into_any(),
        Route::AccountPassword => view! { <ChangePasswordPage /> }.into_any(),
        Route::AccountMail => view! { <MailPage /> }.into_any(),
        Route::AccountCalendar => view! { <CalendarPage /> }.into_any(),
        Route::Notices => view! { <NoticesPage /> }.into_any(),
        _ => view! { <NotFoundPage /> }.into_any(),
    })
}
