//! The sections of the navigation: which are open to the person, and in which one a page stands.

use shared::policy::{Resource, Role, Target, Verb};

use crate::routes::{PlanPart, Route};
use crate::session::Session;
use crate::ui::NavItem;

/// The sections that are open to the person, in the order of the rail. Those of a plan are of the plan on the screen,
/// and elsewhere of the person's first.
pub fn open_to(session: Session, route: &Route) -> Vec<NavItem> {
    let Some(view) = session.view() else {
        return Vec::new();
    };
    let mut sections = vec![NavItem::new("My work", Route::MyWork.href())];
    // Who works on cases, and who answers for an agency that is asked to. A role opens no case; it opens the lists.
    if works_on_cases(session) {
        sections.push(NavItem::new("Cases", Route::Cases.href()));
    } else if view.grants.iter().any(|grant| grant.role == Role::Auditor) {
        sections.push(NavItem::new("Emergency access", Route::GlassReviews.href()));
    } else if session.can(Verb::List, Resource::Retention, &Target::default()) {
        sections.push(NavItem::new("Retention", Route::Retention.href()));
    }
    if view.plans.len() > 1 {
        sections.push(NavItem::new("Plans", Route::Plans.href()));
    }
    if let Some(plan) = plan_of(session, route) {
        sections.extend([
            NavItem::new("Overview", Route::Overview { plan: plan.clone() }.href()),
            NavItem::new("Actions", Route::Register { plan: plan.clone() }.href()),
            NavItem::new(
                "About the plan",
                Route::PlanAbout {
                    plan: plan.clone(),
                    part: PlanPart::Outcomes,
                }
                .href(),
            ),
            NavItem::new(
                "Reporting cycles",
                Route::Cycles { plan: plan.clone() }.href(),
            ),
            NavItem::new("Meetings", Route::Meetings { plan: plan.clone() }.href()),
            NavItem::new("Decisions", Route::Decisions { plan: plan.clone() }.href()),
            NavItem::new(
                "Who has reported",
                Route::Reporting { plan: plan.clone() }.href(),
            ),
        ]);
        // Any plan of theirs shows its findings to a role that may list them at all.
        if session.can(Verb::List, Resource::Finding, &Target::default()) {
            sections.push(NavItem::new("Findings", Route::Findings { plan }.href()));
        }
    }
    if let Some(plan) = plan_of(session, route) {
        sections.push(NavItem::new("Pathways", Route::Pathways { plan }.href()));
    }
    sections.push(NavItem::new("Services", Route::Services.href()));
    sections.push(NavItem::new("Agencies", Route::Agencies.href()));
    let agencies: Vec<_> = view
        .grants
        .iter()
        .filter_map(|grant| grant.agency.as_ref().map(|agency| agency.id))
        .collect();
    // One's own account alone is the account page; one's own acts are worth the audit log.
    let others = Target {
        agencies: &agencies,
        ..Target::default()
    };
    if session.can(Verb::List, Resource::Person, &others) {
        sections.push(NavItem::new("People", Route::People.href()));
    }
    if session.can(Verb::List, Resource::ApiClient, &others) {
        sections.push(NavItem::new("API clients", Route::Clients.href()));
    }
    if session.can(
        Verb::List,
        Resource::Audit,
        &Target {
            person: Some(view.person.id),
            ..others
        },
    ) {
        sections.push(NavItem::new("Audit log", Route::Audit.href()));
    }
    sections
}

/// Whether the lists of cases are anything to the person: a practitioner, or the lead of an agency that may be asked.
fn works_on_cases(session: Session) -> bool {
    session
        .actor()
        .is_some_and(|actor| actor.holds(Role::Practitioner) || actor.holds(Role::AgencyLead))
}

/// The address of the section in which a page stands; none for a page outside of all of them.
pub fn of(session: Session, route: &Route) -> Option<String> {
    let plan = || plan_of(session, route);
    let section = match route {
        Route::MyWork => Route::MyWork,
        Route::Plans => Route::Plans,
        Route::Overview { .. } | Route::Activity { .. } => Route::Overview { plan: plan()? },
        Route::Register { .. }
        | Route::Action { .. }
        | Route::Import { .. }
        | Route::Update { .. }
        | Route::UpdateEditor { .. } => Route::Register { plan: plan()? },
        Route::PlanAbout { .. }
        | Route::Levels { .. }
        | Route::Groups { .. }
        | Route::Glossary { .. } => Route::PlanAbout {
            plan: plan()?,
            part: PlanPart::Outcomes,
        },
        Route::Cycles { .. }
        | Route::NewCycle { .. }
        | Route::CycleSeries { .. }
        | Route::CycleEdit { .. }
        | Route::CycleExceptions { .. } => Route::Cycles { plan: plan()? },
        Route::Meetings { .. }
        | Route::NewMeeting { .. }
        | Route::Meeting { .. }
        | Route::MeetingEdit { .. }
        | Route::NewDecision { .. } => Route::Meetings { plan: plan()? },
        Route::Decisions { .. } | Route::Decision { .. } | Route::DecisionEdit { .. } => {
            Route::Decisions { plan: plan()? }
        }
        Route::Pathways { .. }
        | Route::NewPathway { .. }
        | Route::Pathway { .. }
        | Route::PathwayEdit { .. }
        | Route::ClosePathway { .. } => Route::Pathways { plan: plan()? },
        Route::Reporting { .. } => Route::Reporting { plan: plan()? },
        Route::Findings { .. } => Route::Findings { plan: plan()? },
        Route::Agencies
        | Route::Agreements
        | Route::NewAgreement
        | Route::Agreement { .. }
        | Route::AgreementEdit { .. }
        | Route::NewAgency
        | Route::Agency { .. }
        | Route::AgencyEdit { .. }
        | Route::AgencySuccession { .. }
        | Route::Accountable { .. }
        | Route::Webhooks { .. }
        | Route::NewWebhook { .. }
        | Route::Webhook { .. }
        | Route::WebhookEdit { .. } => Route::Agencies,
        Route::Services
        | Route::NewService
        | Route::ImportServices
        | Route::Publication
        | Route::Service { .. }
        | Route::ServiceEdit { .. }
        | Route::CloseService { .. } => Route::Services,
        Route::GlassReviews | Route::CasesLog | Route::Retention if audits(session) => {
            Route::GlassReviews
        }
        Route::Retention if !works_on_cases(session) => Route::Retention,
        Route::Retention
        | Route::GlassReviews
        | Route::Cases
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
        | Route::CaseInvite { .. }
        | Route::CasePart { .. }
        | Route::CaseAsked { .. }
        | Route::CasePass { .. }
        | Route::BreakGlass
        | Route::StepDown { .. }
        | Route::StepDownEdit { .. }
        | Route::StepDownEvent { .. }
        | Route::StepDownReview { .. }
        | Route::StepDownDuty { .. } => Route::Cases,
        Route::People
        | Route::Invite
        | Route::Person { .. }
        | Route::PersonName { .. }
        | Route::PersonRoles { .. } => Route::People,
        Route::Clients
        | Route::NewClient
        | Route::Client { .. }
        | Route::ClientEdit { .. }
        | Route::ClientKeys { .. }
        | Route::NewSecret { .. } => Route::Clients,
        Route::Audit => Route::Audit,
        Route::SignIn
        | Route::Welcome
        | Route::Search
        | Route::Account
        | Route::AccountPassword
        | Route::AccountMail
        | Route::AccountCalendar
        | Route::Notices
        | Route::ApiReference
        | Route::Accessibility
        | Route::NotFound => return None,
    };
    Some(section.href())
}

/// Whether the person looks into cases by their log alone.
fn audits(session: Session) -> bool {
    !works_on_cases(session)
        && session
            .actor()
            .is_some_and(|actor| actor.holds(Role::Auditor))
}

fn plan_of(session: Session, route: &Route) -> Option<String> {
    match route.plan() {
        Some(plan) => Some(plan.to_owned()),
        None => session
            .view()?
            .plans
            .into_iter()
            .next()
            .map(|plan| plan.slug),
    }
}
