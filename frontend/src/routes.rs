//! Every address of the front end, in one place: built here, read here, and nowhere else.

use chrono::NaiveDate;
use leptos::prelude::Memo;
use leptos_router::hooks::use_location;
use leptos_router::params::ParamsMap;
use shared::cases::CaseEventKind;
use shared::ids::{
    AgencyId, AgreementId, CaseId, ClientId, CycleId, MeetingId, PartId, PathwayId, PersonId,
    ServiceId, StepDownId, UpdateId, WebhookId,
};
use shared::step_down::Duty;

/// A page, with what its address names. Plans and actions go by the words people use for them (`kent-2015`, `3.1`), which
/// the server resolves; other things by their ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// Where a person signs in.
    SignIn,
    /// Where a one-time link leads: an invited person sets a password. The token stands in the fragment, which is never
    /// sent to a server.
    Welcome,
    /// What waits for the person.
    MyWork,
    /// The plans that the person sees.
    Plans,
    /// The actions of a plan.
    Register {
        /// The plan's slug.
        plan: String,
    },
    /// One action.
    Action {
        /// The plan's slug.
        plan: String,
        /// The action's reference or id.
        action: String,
    },
    /// Where a progress update is written.
    UpdateEditor {
        /// The update.
        update: UpdateId,
    },
    /// One progress update, to read and to review.
    Update {
        /// The update.
        update: UpdateId,
    },
    /// Where a plan stands.
    Overview {
        /// The plan's slug.
        plan: String,
    },
    /// What happened in a plan.
    Activity {
        /// The plan's slug.
        plan: String,
    },
    /// What a plan says: outcomes, pledges, evidence, dates.
    PlanAbout {
        /// The plan's slug.
        plan: String,
        /// Which part of it.
        part: PlanPart,
    },
    /// Who helps at each level of need.
    Levels {
        /// The plan's slug.
        plan: String,
    },
    /// What a plan offers to the groups of children that it singles out.
    Groups {
        /// The plan's slug.
        plan: String,
    },
    /// The words of a plan.
    Glossary {
        /// The plan's slug.
        plan: String,
    },
    /// What the checks of an imported plan found.
    Findings {
        /// The plan's slug.
        plan: String,
    },
    /// The reporting cycles of a plan.
    Cycles {
        /// The plan's slug.
        plan: String,
    },
    /// Who has reported in the latest cycles of a plan.
    Reporting {
        /// The plan's slug.
        plan: String,
    },
    /// Where a reporting cycle is added.
    NewCycle {
        /// The plan's slug.
        plan: String,
    },
    /// Where a run of cycles is added.
    CycleSeries {
        /// The plan's slug.
        plan: String,
    },
    /// Where a spreadsheet is brought in.
    Import {
        /// The plan's slug.
        plan: String,
    },
    /// Where a reporting cycle is changed.
    CycleEdit {
        /// The plan's slug.
        plan: String,
        /// The cycle.
        cycle: CycleId,
    },
    /// The exceptions of a reporting cycle, and its lock.
    CycleExceptions {
        /// The plan's slug.
        plan: String,
        /// The cycle.
        cycle: CycleId,
    },
    /// The meetings of a plan's boards.
    Meetings {
        /// The plan's slug.
        plan: String,
    },
    /// Where a meeting is added.
    NewMeeting {
        /// The plan's slug.
        plan: String,
    },
    /// One meeting.
    Meeting {
        /// The plan's slug.
        plan: String,
        /// The meeting.
        meeting: MeetingId,
    },
    /// Where a meeting is changed.
    MeetingEdit {
        /// The plan's slug.
        plan: String,
        /// The meeting.
        meeting: MeetingId,
    },
    /// Where a decision is put to a meeting.
    NewDecision {
        /// The plan's slug.
        plan: String,
        /// The meeting.
        meeting: MeetingId,
    },
    /// What a plan's boards have decided.
    Decisions {
        /// The plan's slug.
        plan: String,
    },
    /// One decision.
    Decision {
        /// The plan's slug.
        plan: String,
        /// The decision's reference.
        decision: String,
    },
    /// Where a decision is changed.
    DecisionEdit {
        /// The plan's slug.
        plan: String,
        /// The decision's reference.
        decision: String,
    },
    /// The agencies of the partnership.
    Agencies,
    /// Where an agency is added.
    NewAgency,
    /// One agency.
    Agency {
        /// The agency.
        agency: AgencyId,
    },
    /// Where an agency is changed.
    AgencyEdit {
        /// The agency.
        agency: AgencyId,
    },
    /// Where an agency ends and another carries on.
    AgencySuccession {
        /// The agency.
        agency: AgencyId,
    },
    /// Who answers for an agency when a cycle closes without its reports.
    Accountable {
        /// The agency.
        agency: AgencyId,
    },
    /// The pathways of a plan.
    Pathways {
        /// The plan's slug.
        plan: String,
    },
    /// Where a pathway is added.
    NewPathway {
        /// The plan's slug.
        plan: String,
    },
    /// One pathway.
    Pathway {
        /// The plan's slug.
        plan: String,
        /// The pathway.
        pathway: PathwayId,
    },
    /// Where a pathway is changed.
    PathwayEdit {
        /// The plan's slug.
        plan: String,
        /// The pathway.
        pathway: PathwayId,
    },
    /// Where a pathway gets its last day.
    ClosePathway {
        /// The plan's slug.
        plan: String,
        /// The pathway.
        pathway: PathwayId,
    },
    /// The directory of services.
    Services,
    /// Where a service is added.
    NewService,
    /// Where a file of services is brought in.
    ImportServices,
    /// What anybody may read without signing in.
    Publication,
    /// One service.
    Service {
        /// The service.
        service: ServiceId,
    },
    /// Where a service is changed.
    ServiceEdit {
        /// The service.
        service: ServiceId,
    },
    /// Where a service gets its last day.
    CloseService {
        /// The service.
        service: ServiceId,
    },
    /// The webhooks of an agency.
    Webhooks {
        /// The agency.
        agency: AgencyId,
    },
    /// Where a webhook is added.
    NewWebhook {
        /// The agency.
        agency: AgencyId,
    },
    /// One webhook.
    Webhook {
        /// The webhook.
        webhook: WebhookId,
    },
    /// Where a webhook is changed.
    WebhookEdit {
        /// The webhook.
        webhook: WebhookId,
    },
    /// The programs that act for agencies.
    Clients,
    /// Where an API client is added.
    NewClient,
    /// One API client.
    Client {
        /// The client.
        client: ClientId,
    },
    /// Where an API client is changed.
    ClientEdit {
        /// The client.
        client: ClientId,
    },
    /// Where the public keys of an API client are set.
    ClientKeys {
        /// The client.
        client: ClientId,
    },
    /// Where an API client gets a new secret.
    NewSecret {
        /// The client.
        client: ClientId,
    },
    /// The people with accounts.
    People,
    /// Where a person is invited.
    Invite,
    /// One person with an account.
    Person {
        /// The person.
        person: PersonId,
    },
    /// Where a person's name is changed.
    PersonName {
        /// The person.
        person: PersonId,
    },
    /// Where a person's roles are changed.
    PersonRoles {
        /// The person.
        person: PersonId,
    },
    /// The audit log.
    Audit,
    /// What was found by words.
    Search,
    /// The person's own account and devices.
    Account,
    /// Where the person changes their password.
    AccountPassword,
    /// What the person gets by mail.
    AccountMail,
    /// Where the person's calendar gets what is due.
    AccountCalendar,
    /// What the person has been told.
    Notices,
    /// The reference of the REST interface.
    ApiReference,
    /// How far the service can be used by everyone.
    Accessibility,
    /// The cases of the person.
    Cases,
    /// What the person's agencies are asked about cases.
    CasesAsked,
    /// The reviews that are due, and those that were missed.
    CasesReviews,
    /// The cases with which something does not move.
    CasesStuck,
    /// The cases that have ended.
    CasesEnded,
    /// Where a case is opened.
    NewCase,
    /// Where a case is found by its reference.
    FindCase,
    /// One case.
    Case {
        /// The case.
        case: CaseId,
    },
    /// Where a case is changed.
    CaseEdit {
        /// The case.
        case: CaseId,
    },
    /// Where something happens to a case.
    CaseHappen {
        /// The case.
        case: CaseId,
        /// What.
        kind: CaseEventKind,
    },
    /// Who has read a case.
    CaseLog {
        /// The case.
        case: CaseId,
    },
    /// What the people of an agency have read.
    CasesLog,
    /// All that is held of a case.
    CaseHeld {
        /// The case.
        case: CaseId,
    },
    /// Where a legal hold is set on a case, or lifted.
    CaseHold {
        /// The case.
        case: CaseId,
    },
    /// Where it is asked that a case is erased before its time.
    CaseErase {
        /// The case.
        case: CaseId,
    },
    /// How long cases are kept, and what is due to be anonymised.
    Retention,
    /// Where an agency is asked to take part in a case.
    CaseInvite {
        /// The case.
        case: CaseId,
    },
    /// The part of an agency in a case.
    CasePart {
        /// The case.
        case: CaseId,
        /// The part.
        part: PartId,
    },
    /// Where an agency answers whether it takes part in a case.
    CaseAsked {
        /// The part that it is asked to take.
        part: PartId,
    },
    /// Where responsibility for a case is passed on.
    CasePass {
        /// The case.
        case: CaseId,
    },
    /// Where a case is opened in an emergency.
    BreakGlass,
    /// Who has opened cases in an emergency, to review.
    GlassReviews,
    /// The sharing agreements.
    Agreements,
    /// Where a sharing agreement is added.
    NewAgreement,
    /// One sharing agreement.
    Agreement {
        /// The agreement.
        agreement: AgreementId,
    },
    /// Where a sharing agreement is changed.
    AgreementEdit {
        /// The agreement.
        agreement: AgreementId,
    },
    /// One step-down plan.
    StepDown {
        /// The plan.
        plan: StepDownId,
    },
    /// Where a step-down plan is written.
    StepDownEdit {
        /// The plan.
        plan: StepDownId,
    },
    /// Where something happens to a step-down plan.
    StepDownEvent {
        /// The plan.
        plan: StepDownId,
        /// The word of the event.
        kind: String,
    },
    /// Where a review of a step-down plan is recorded.
    StepDownReview {
        /// The plan.
        plan: StepDownId,
        /// The day for which it was set.
        due: NaiveDate,
    },
    /// Where it is recorded that something owed around a step-down has been done.
    StepDownDuty {
        /// The plan.
        plan: StepDownId,
        /// What was owed.
        duty: Duty,
    },
    /// No page has this address.
    NotFound,
}

/// A part of what a plan says, each with an address of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanPart {
    /// The results that it works for.
    Outcomes,
    /// What children and young people were promised.
    Pledges,
    /// What it rests on.
    Evidence,
    /// Its story in dates, and the milestones that belong to no action.
    Dates,
    /// What else came with the plan and is kept word for word.
    Kept,
}

impl PlanPart {
    /// All parts, in the order in which they are offered.
    pub const ALL: [Self; 5] = [
        Self::Outcomes,
        Self::Pledges,
        Self::Evidence,
        Self::Dates,
        Self::Kept,
    ];

    const fn segment(self) -> &'static str {
        match self {
            Self::Outcomes => "outcomes",
            Self::Pledges => "pledges",
            Self::Evidence => "evidence",
            Self::Dates => "dates",
            Self::Kept => "kept",
        }
    }

    fn of_segment(segment: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.segment() == segment)
    }
}

impl Route {
    /// The page at a path. A path that names no page, or that names its thing in a way that cannot be, is `NotFound`.
    pub fn of_path(path: &str) -> Self {
        let segments: Vec<String> = path
            .split('/')
            .filter(|segment| !segment.is_empty())
            .map(decoded)
            .collect();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        Self::of_segments(&segments).unwrap_or(Self::NotFound)
    }

    fn of_segments(segments: &[&str]) -> Option<Self> {
        Some(match *segments {
            [] => Self::MyWork,
            ["sign-in"] => Self::SignIn,
            ["welcome"] => Self::Welcome,
            ["plans"] => Self::Plans,
            ["plans", plan, ref rest @ ..] => return Self::of_plan(plan.to_owned(), rest),
            ["updates", update] => Self::Update {
                update: update.parse().ok()?,
            },
            ["updates", update, "edit"] => Self::UpdateEditor {
                update: update.parse().ok()?,
            },
            ["agencies"] => Self::Agencies,
            ["agencies", "new"] => Self::NewAgency,
            ["agencies", agency] => Self::Agency {
                agency: agency.parse().ok()?,
            },
            ["agencies", agency, "edit"] => Self::AgencyEdit {
                agency: agency.parse().ok()?,
            },
            ["agencies", agency, "succession"] => Self::AgencySuccession {
                agency: agency.parse().ok()?,
            },
            ["agencies", agency, "accountable"] => Self::Accountable {
                agency: agency.parse().ok()?,
            },
            ["agencies", agency, "webhooks"] => Self::Webhooks {
                agency: agency.parse().ok()?,
            },
            ["agencies", agency, "webhooks", "new"] => Self::NewWebhook {
                agency: agency.parse().ok()?,
            },
            ["services"] => Self::Services,
            ["services", "new"] => Self::NewService,
            ["services", "import"] => Self::ImportServices,
            ["services", "public"] => Self::Publication,
            ["services", service] => Self::Service {
                service: service.parse().ok()?,
            },
            ["services", service, "edit"] => Self::ServiceEdit {
                service: service.parse().ok()?,
            },
            ["services", service, "close"] => Self::CloseService {
                service: service.parse().ok()?,
            },
            ["cases", ref rest @ ..] => return Self::of_case(rest),
            ["step-downs", plan, ref rest @ ..] => {
                return Self::of_step_down(plan.parse().ok()?, rest);
            }
            ["retention"] => Self::Retention,
            ["sharing-agreements"] => Self::Agreements,
            ["sharing-agreements", "new"] => Self::NewAgreement,
            ["sharing-agreements", agreement] => Self::Agreement {
                agreement: agreement.parse().ok()?,
            },
            ["sharing-agreements", agreement, "edit"] => Self::AgreementEdit {
                agreement: agreement.parse().ok()?,
            },
            ["webhooks", webhook] => Self::Webhook {
                webhook: webhook.parse().ok()?,
            },
            ["webhooks", webhook, "edit"] => Self::WebhookEdit {
                webhook: webhook.parse().ok()?,
            },
            ["clients"] => Self::Clients,
            ["clients", "new"] => Self::NewClient,
            ["clients", client] => Self::Client {
                client: client.parse().ok()?,
            },
            ["clients", client, "edit"] => Self::ClientEdit {
                client: client.parse().ok()?,
            },
            ["clients", client, "keys"] => Self::ClientKeys {
                client: client.parse().ok()?,
            },
            ["clients", client, "secret"] => Self::NewSecret {
                client: client.parse().ok()?,
            },
            ["people"] => Self::People,
            ["people", "invite"] => Self::Invite,
            ["people", person] => Self::Person {
                person: person.parse().ok()?,
            },
            ["people", person, "name"] => Self::PersonName {
                person: person.parse().ok()?,
            },
            ["people", person, "roles"] => Self::PersonRoles {
                person: person.parse().ok()?,
            },
            ["audit"] => Self::Audit,
            ["search"] => Self::Search,
            ["account"] => Self::Account,
            ["account", "password"] => Self::AccountPassword,
            ["account", "mail"] => Self::AccountMail,
            ["account", "calendar"] => Self::AccountCalendar,
            ["notices"] => Self::Notices,
            ["api-reference"] => Self::ApiReference,
            ["accessibility"] => Self::Accessibility,
            _ => return None,
        })
    }

    fn of_plan(plan: String, rest: &[&str]) -> Option<Self> {
        Some(match *rest {
            [] => Self::Overview { plan },
            ["actions"] => Self::Register { plan },
            ["actions", action] => Self::Action {
                plan,
                action: action.to_owned(),
            },
            ["about"] => Self::PlanAbout {
                plan,
                part: PlanPart::Outcomes,
            },
            // Where they stood before they were pages of their own.
            ["levels"] | ["about", "levels"] => Self::Levels { plan },
            ["groups"] | ["about", "groups"] => Self::Groups { plan },
            ["about", part] => Self::PlanAbout {
                plan,
                part: PlanPart::of_segment(part)?,
            },
            ["activity"] => Self::Activity { plan },
            ["glossary"] => Self::Glossary { plan },
            ["findings"] => Self::Findings { plan },
            ["import"] => Self::Import { plan },
            ["cycles"] => Self::Cycles { plan },
            ["reporting"] => Self::Reporting { plan },
            ["cycles", "new"] => Self::NewCycle { plan },
            ["cycles", cycle, "exceptions"] => Self::CycleExceptions {
                plan,
                cycle: cycle.parse().ok()?,
            },
            ["cycles", "series"] => Self::CycleSeries { plan },
            ["cycles", cycle] => Self::CycleEdit {
                plan,
                cycle: cycle.parse().ok()?,
            },
            ["pathways"] => Self::Pathways { plan },
            ["pathways", "new"] => Self::NewPathway { plan },
            ["pathways", pathway] => Self::Pathway {
                plan,
                pathway: pathway.parse().ok()?,
            },
            ["pathways", pathway, "edit"] => Self::PathwayEdit {
                plan,
                pathway: pathway.parse().ok()?,
            },
            ["pathways", pathway, "close"] => Self::ClosePathway {
                plan,
                pathway: pathway.parse().ok()?,
            },
            ["meetings"] => Self::Meetings { plan },
            ["meetings", "new"] => Self::NewMeeting { plan },
            ["meetings", meeting] => Self::Meeting {
                plan,
                meeting: meeting.parse().ok()?,
            },
            ["meetings", meeting, "edit"] => Self::MeetingEdit {
                plan,
                meeting: meeting.parse().ok()?,
            },
            ["meetings", meeting, "decide"] => Self::NewDecision {
                plan,
                meeting: meeting.parse().ok()?,
            },
            ["decisions"] => Self::Decisions { plan },
            ["decisions", decision] => Self::Decision {
                plan,
                decision: decision.to_owned(),
            },
            ["decisions", decision, "edit"] => Self::DecisionEdit {
                plan,
                decision: decision.to_owned(),
            },
            _ => return None,
        })
    }

    fn of_case(segments: &[&str]) -> Option<Self> {
        Some(match *segments {
            [] => Self::Cases,
            ["asked"] => Self::CasesAsked,
            ["reviews"] => Self::CasesReviews,
            ["stuck"] => Self::CasesStuck,
            ["ended"] => Self::CasesEnded,
            ["new"] => Self::NewCase,
            ["find"] => Self::FindCase,
            ["log"] => Self::CasesLog,
            ["break-glass"] => Self::BreakGlass,
            ["glass"] => Self::GlassReviews,
            ["asked", part] => Self::CaseAsked {
                part: part.parse().ok()?,
            },
            [case] => Self::Case {
                case: case.parse().ok()?,
            },
            [case, ref rest @ ..] => {
                let case = case.parse().ok()?;
                match *rest {
                    ["edit"] => Self::CaseEdit { case },
                    ["event", kind] => Self::CaseHappen {
                        case,
                        kind: CaseEventKind::from_code(kind)?,
                    },
                    ["log"] => Self::CaseLog { case },
                    ["invite"] => Self::CaseInvite { case },
                    ["parts", part] => Self::CasePart {
                        case,
                        part: part.parse().ok()?,
                    },
                    ["pass"] => Self::CasePass { case },
                    ["held"] => Self::CaseHeld { case },
                    ["hold"] => Self::CaseHold { case },
                    ["erase"] => Self::CaseErase { case },
                    _ => return None,
                }
            }
        })
    }

    fn of_step_down(plan: StepDownId, segments: &[&str]) -> Option<Self> {
        Some(match *segments {
            [] => Self::StepDown { plan },
            ["edit"] => Self::StepDownEdit { plan },
            ["event", kind] => Self::StepDownEvent {
                plan,
                kind: kind.to_owned(),
            },
            ["review", due] => Self::StepDownReview {
                plan,
                due: due.parse().ok()?,
            },
            ["duty", duty] => Self::StepDownDuty {
                plan,
                duty: Duty::from_code(duty)?,
            },
            _ => return None,
        })
    }

    /// The page's path, without a query.
    pub fn href(&self) -> String {
        match self {
            Self::SignIn => "/sign-in".to_owned(),
            Self::Welcome => "/welcome".to_owned(),
            Self::MyWork => "/".to_owned(),
            Self::Plans => "/plans".to_owned(),
            Self::Register { plan } => format!("/plans/{}/actions", encoded(plan)),
            Self::Action { plan, action } => {
                format!("/plans/{}/actions/{}", encoded(plan), encoded(action))
            }
            Self::UpdateEditor { update } => format!("/updates/{update}/edit"),
            Self::Update { update } => format!("/updates/{update}"),
            Self::Overview { plan } => format!("/plans/{}", encoded(plan)),
            Self::PlanAbout { plan, part } => {
                format!("/plans/{}/about/{}", encoded(plan), part.segment())
            }
            Self::Activity { plan } => format!("/plans/{}/activity", encoded(plan)),
            Self::Levels { plan } => format!("/plans/{}/levels", encoded(plan)),
            Self::Groups { plan } => format!("/plans/{}/groups", encoded(plan)),
            Self::Glossary { plan } => format!("/plans/{}/glossary", encoded(plan)),
            Self::Findings { plan } => format!("/plans/{}/findings", encoded(plan)),
            Self::Cycles { plan } => format!("/plans/{}/cycles", encoded(plan)),
            Self::Reporting { plan } => format!("/plans/{}/reporting", encoded(plan)),
            Self::Import { plan } => format!("/plans/{}/import", encoded(plan)),
            Self::NewCycle { plan } => format!("/plans/{}/cycles/new", encoded(plan)),
            Self::CycleSeries { plan } => format!("/plans/{}/cycles/series", encoded(plan)),
            Self::CycleEdit { plan, cycle } => format!("/plans/{}/cycles/{cycle}", encoded(plan)),
            Self::CycleExceptions { plan, cycle } => {
                format!("/plans/{}/cycles/{cycle}/exceptions", encoded(plan))
            }
            Self::Pathways { plan } => format!("/plans/{}/pathways", encoded(plan)),
            Self::NewPathway { plan } => format!("/plans/{}/pathways/new", encoded(plan)),
            Self::Pathway { plan, pathway } => {
                format!("/plans/{}/pathways/{pathway}", encoded(plan))
            }
            Self::PathwayEdit { plan, pathway } => {
                format!("/plans/{}/pathways/{pathway}/edit", encoded(plan))
            }
            Self::ClosePathway { plan, pathway } => {
                format!("/plans/{}/pathways/{pathway}/close", encoded(plan))
            }
            Self::Meetings { plan } => format!("/plans/{}/meetings", encoded(plan)),
            Self::NewMeeting { plan } => format!("/plans/{}/meetings/new", encoded(plan)),
            Self::Meeting { plan, meeting } => {
                format!("/plans/{}/meetings/{meeting}", encoded(plan))
            }
            Self::MeetingEdit { plan, meeting } => {
                format!("/plans/{}/meetings/{meeting}/edit", encoded(plan))
            }
            Self::NewDecision { plan, meeting } => {
                format!("/plans/{}/meetings/{meeting}/decide", encoded(plan))
            }
            Self::Decisions { plan } => format!("/plans/{}/decisions", encoded(plan)),
            Self::Decision { plan, decision } => {
                format!("/plans/{}/decisions/{}", encoded(plan), encoded(decision))
            }
            Self::DecisionEdit { plan, decision } => format!(
                "/plans/{}/decisions/{}/edit",
                encoded(plan),
                encoded(decision)
            ),
            Self::Agencies => "/agencies".to_owned(),
            Self::NewAgency => "/agencies/new".to_owned(),
            Self::Agency { agency } => format!("/agencies/{agency}"),
            Self::AgencyEdit { agency } => format!("/agencies/{agency}/edit"),
            Self::AgencySuccession { agency } => format!("/agencies/{agency}/succession"),
            Self::Accountable { agency } => format!("/agencies/{agency}/accountable"),
            Self::Services => "/services".to_owned(),
            Self::NewService => "/services/new".to_owned(),
            Self::ImportServices => "/services/import".to_owned(),
            Self::Publication => "/services/public".to_owned(),
            Self::Service { service } => format!("/services/{service}"),
            Self::ServiceEdit { service } => format!("/services/{service}/edit"),
            Self::CloseService { service } => format!("/services/{service}/close"),
            Self::Cases => "/cases".to_owned(),
            Self::CasesAsked => "/cases/asked".to_owned(),
            Self::CasesReviews => "/cases/reviews".to_owned(),
            Self::CasesStuck => "/cases/stuck".to_owned(),
            Self::CasesEnded => "/cases/ended".to_owned(),
            Self::NewCase => "/cases/new".to_owned(),
            Self::FindCase => "/cases/find".to_owned(),
            Self::Case { case } => format!("/cases/{case}"),
            Self::CaseEdit { case } => format!("/cases/{case}/edit"),
            Self::CaseHappen { case, kind } => format!("/cases/{case}/event/{}", kind.code()),
            Self::CaseLog { case } => format!("/cases/{case}/log"),
            Self::CasesLog => "/cases/log".to_owned(),
            Self::CaseHeld { case } => format!("/cases/{case}/held"),
            Self::CaseHold { case } => format!("/cases/{case}/hold"),
            Self::CaseErase { case } => format!("/cases/{case}/erase"),
            Self::Retention => "/retention".to_owned(),
            Self::CaseInvite { case } => format!("/cases/{case}/invite"),
            Self::CasePart { case, part } => format!("/cases/{case}/parts/{part}"),
            Self::CaseAsked { part } => format!("/cases/asked/{part}"),
            Self::CasePass { case } => format!("/cases/{case}/pass"),
            Self::BreakGlass => "/cases/break-glass".to_owned(),
            Self::GlassReviews => "/cases/glass".to_owned(),
            Self::Agreements => "/sharing-agreements".to_owned(),
            Self::NewAgreement => "/sharing-agreements/new".to_owned(),
            Self::Agreement { agreement } => format!("/sharing-agreements/{agreement}"),
            Self::AgreementEdit { agreement } => format!("/sharing-agreements/{agreement}/edit"),
            Self::StepDown { plan } => format!("/step-downs/{plan}"),
            Self::StepDownEdit { plan } => format!("/step-downs/{plan}/edit"),
            Self::StepDownEvent { plan, kind } => {
                format!("/step-downs/{plan}/event/{}", encoded(kind))
            }
            Self::StepDownReview { plan, due } => format!("/step-downs/{plan}/review/{due}"),
            Self::StepDownDuty { plan, duty } => {
                format!("/step-downs/{plan}/duty/{}", duty.code())
            }
            Self::Webhooks { agency } => format!("/agencies/{agency}/webhooks"),
            Self::NewWebhook { agency } => format!("/agencies/{agency}/webhooks/new"),
            Self::Webhook { webhook } => format!("/webhooks/{webhook}"),
            Self::WebhookEdit { webhook } => format!("/webhooks/{webhook}/edit"),
            Self::Clients => "/clients".to_owned(),
            Self::NewClient => "/clients/new".to_owned(),
            Self::Client { client } => format!("/clients/{client}"),
            Self::ClientEdit { client } => format!("/clients/{client}/edit"),
            Self::ClientKeys { client } => format!("/clients/{client}/keys"),
            Self::NewSecret { client } => format!("/clients/{client}/secret"),
            Self::People => "/people".to_owned(),
            Self::Invite => "/people/invite".to_owned(),
            Self::Person { person } => format!("/people/{person}"),
            Self::PersonName { person } => format!("/people/{person}/name"),
            Self::PersonRoles { person } => format!("/people/{person}/roles"),
            Self::Audit => "/audit".to_owned(),
            Self::Search => "/search".to_owned(),
            Self::Account => "/account".to_owned(),
            Self::AccountPassword => "/account/password".to_owned(),
            Self::AccountMail => "/account/mail".to_owned(),
            Self::AccountCalendar => "/account/calendar".to_owned(),
            Self::Notices => "/notices".to_owned(),
            Self::ApiReference => "/api-reference".to_owned(),
            Self::Accessibility => "/accessibility".to_owned(),
            Self::NotFound => "/not-found".to_owned(),
        }
    }

    /// Whether a person who has not signed in may see the page.
    pub const fn open_to_guests(&self) -> bool {
        matches!(
            self,
            Self::SignIn | Self::Welcome | Self::Accessibility | Self::ApiReference
        )
    }

    /// The plan that the page belongs to.
    pub fn plan(&self) -> Option<&str> {
        match self {
            Self::Register { plan }
            | Self::Action { plan, .. }
            | Self::Overview { plan }
            | Self::PlanAbout { plan, .. }
            | Self::Activity { plan }
            | Self::Levels { plan }
            | Self::Groups { plan }
            | Self::Glossary { plan }
            | Self::Findings { plan }
            | Self::Cycles { plan }
            | Self::Reporting { plan }
            | Self::NewCycle { plan }
            | Self::CycleSeries { plan }
            | Self::CycleEdit { plan, .. }
            | Self::CycleExceptions { plan, .. }
            | Self::Meetings { plan }
            | Self::NewMeeting { plan }
            | Self::Meeting { plan, .. }
            | Self::MeetingEdit { plan, .. }
            | Self::NewDecision { plan, .. }
            | Self::Decisions { plan }
            | Self::Decision { plan, .. }
            | Self::DecisionEdit { plan, .. }
            | Self::Pathways { plan }
            | Self::NewPathway { plan }
            | Self::Pathway { plan, .. }
            | Self::PathwayEdit { plan, .. }
            | Self::ClosePathway { plan, .. } => Some(plan),
            _ => None,
        }
    }
}

/// The query of the address that the person is at. The router's own `use_query_map` is one move behind here: it follows the
/// matched route, and one route matches every address of this application.
pub fn query() -> Memo<ParamsMap> {
    use_location().query
}

/// A path with its query: `pairs` in order, those without a value left out.
pub fn with_query<'a>(path: &str, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let query: Vec<String> = pairs
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| format!("{}={}", encoded(key), encoded(value)))
        .collect();
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", query.join("&"))
    }
}

/// Percent-encodes everything but RFC 3986's unreserved characters.
fn encoded(text: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let digit = |nibble: u8| {
        HEX.get(usize::from(nibble))
            .map_or('0', |digit| char::from(*digit))
    };
    text.bytes()
        .fold(String::with_capacity(text.len()), |mut out, byte| {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                out.push(char::from(byte));
            } else {
                out.extend(['%', digit(byte >> 4), digit(byte & 0x0f)]);
            }
            out
        })
}

/// Undoes `encoded`. What is not well-formed stays as it stands, and then names nothing.
fn decoded(text: &str) -> String {
    let mut bytes = text.bytes();
    let mut out = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        let nibble = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
        let (Some(high), Some(low)) = (nibble(bytes.next()), nibble(bytes.next())) else {
            return text.to_owned();
        };
        let Ok(byte) = u8::try_from(high * 16 + low) else {
            return text.to_owned();
        };
        out.push(byte);
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use shared::cases::CaseEventKind;
    use shared::ids::{
        AgencyId, AgreementId, CaseId, ClientId, CycleId, MeetingId, PartId, PathwayId, PersonId,
        ServiceId, StepDownId, UpdateId, WebhookId,
    };
    use shared::step_down::Duty;
    use uuid::Uuid;

    use super::{PlanPart, Route, with_query};

    fn every_route() -> Vec<Route> {
        let id = Uuid::from_u128(7);
        let plan = || "kent-2015".to_owned();
        let (case, plan_of_case) = (CaseId(id), StepDownId(id));
        let mut routes = vec![
            Route::Cases,
            Route::CasesAsked,
            Route::CasesReviews,
            Route::CasesStuck,
            Route::CasesEnded,
            Route::NewCase,
            Route::FindCase,
            Route::Case { case },
            Route::CaseEdit { case },
            Route::CaseHappen {
                case,
                kind: CaseEventKind::MoveAway,
            },
            Route::CaseLog { case },
            Route::CasesLog,
            Route::CaseHeld { case },
            Route::CaseHold { case },
            Route::CaseErase { case },
            Route::Retention,
            Route::CaseInvite { case },
            Route::CasePart {
                case,
                part: PartId(id),
            },
            Route::CaseAsked { part: PartId(id) },
            Route::CasePass { case },
            Route::BreakGlass,
            Route::GlassReviews,
            Route::Agreements,
            Route::NewAgreement,
            Route::Agreement {
                agreement: AgreementId(id),
            },
            Route::AgreementEdit {
                agreement: AgreementId(id),
            },
            Route::StepDown { plan: plan_of_case },
            Route::StepDownEdit { plan: plan_of_case },
            Route::StepDownEvent {
                plan: plan_of_case,
                kind: "re_enter".to_owned(),
            },
            Route::StepDownReview {
                plan: plan_of_case,
                due: "2027-01-19".parse().unwrap(),
            },
            Route::StepDownDuty {
                plan: plan_of_case,
                duty: Duty::JointHandover,
            },
            Route::SignIn,
            Route::Welcome,
            Route::MyWork,
            Route::Plans,
            Route::Register { plan: plan() },
            Route::Action {
                plan: plan(),
                action: "3.1".to_owned(),
            },
            Route::Action {
                plan: "a/b & c".to_owned(),
                action: "100% é".to_owned(),
            },
            Route::UpdateEditor {
                update: UpdateId(id),
            },
            Route::Update {
                update: UpdateId(id),
            },
            Route::Overview { plan: plan() },
            Route::Pathways { plan: plan() },
            Route::NewPathway { plan: plan() },
            Route::Pathway {
                plan: plan(),
                pathway: PathwayId(id),
            },
            Route::PathwayEdit {
                plan: plan(),
                pathway: PathwayId(id),
            },
            Route::ClosePathway {
                plan: plan(),
                pathway: PathwayId(id),
            },
            Route::Activity { plan: plan() },
            Route::Levels { plan: plan() },
            Route::Groups { plan: plan() },
            Route::Glossary { plan: plan() },
            Route::Findings { plan: plan() },
            Route::Cycles { plan: plan() },
            Route::Reporting { plan: plan() },
            Route::Import { plan: plan() },
            Route::NewCycle { plan: plan() },
            Route::CycleSeries { plan: plan() },
            Route::CycleEdit {
                plan: plan(),
                cycle: CycleId(id),
            },
            Route::CycleExceptions {
                plan: plan(),
                cycle: CycleId(id),
            },
            Route::Meetings { plan: plan() },
            Route::NewMeeting { plan: plan() },
            Route::Meeting {
                plan: plan(),
                meeting: MeetingId(id),
            },
            Route::MeetingEdit {
                plan: plan(),
                meeting: MeetingId(id),
            },
            Route::NewDecision {
                plan: plan(),
                meeting: MeetingId(id),
            },
            Route::Decisions { plan: plan() },
            Route::Decision {
                plan: plan(),
                decision: "D-2026-014".to_owned(),
            },
            Route::DecisionEdit {
                plan: plan(),
                decision: "D-2026-014".to_owned(),
            },
            Route::Agencies,
            Route::Agency {
                agency: AgencyId(id),
            },
            Route::Services,
            Route::NewService,
            Route::ImportServices,
            Route::Publication,
            Route::Service {
                service: ServiceId(id),
            },
            Route::ServiceEdit {
                service: ServiceId(id),
            },
            Route::CloseService {
                service: ServiceId(id),
            },
            Route::Clients,
            Route::NewClient,
            Route::Client {
                client: ClientId(id),
            },
            Route::ClientEdit {
                client: ClientId(id),
            },
            Route::ClientKeys {
                client: ClientId(id),
            },
            Route::NewSecret {
                client: ClientId(id),
            },
            Route::People,
            Route::Person {
                person: PersonId(id),
            },
            Route::PersonName {
                person: PersonId(id),
            },
            Route::PersonRoles {
                person: PersonId(id),
            },
            Route::Invite,
            Route::NewAgency,
            Route::AgencyEdit {
                agency: AgencyId(id),
            },
            Route::AgencySuccession {
                agency: AgencyId(id),
            },
            Route::Webhooks {
                agency: AgencyId(id),
            },
            Route::NewWebhook {
                agency: AgencyId(id),
            },
            Route::Webhook {
                webhook: WebhookId(id),
            },
            Route::WebhookEdit {
                webhook: WebhookId(id),
            },
            Route::AccountPassword,
            Route::AccountMail,
            Route::AccountCalendar,
            Route::Notices,
            Route::Accountable {
                agency: AgencyId(id),
            },
            Route::Audit,
            Route::Search,
            Route::Account,
            Route::ApiReference,
            Route::Accessibility,
            Route::NotFound,
        ];
        routes.extend(PlanPart::ALL.map(|part| Route::PlanAbout { plan: plan(), part }));
        routes
    }

    #[test]
    fn every_address_reads_back_as_its_page() {
        for route in every_route() {
            assert_eq!(Route::of_path(&route.href()), route);
        }
    }

    #[test]
    fn an_address_that_names_nothing_is_not_found() {
        for path in [
            "/plan",
            "/updates/seven",
            "/plans/kent/about/nothing",
            "/plans/kent/actions/1/2",
            "/%zz",
        ] {
            assert_eq!(Route::of_path(path), Route::NotFound, "{path}");
        }
    }

    #[test]
    fn a_slash_at_the_end_changes_nothing() {
        assert_eq!(Route::of_path("/agencies/"), Route::Agencies);
    }

    #[test]
    fn queries_are_encoded_and_leave_out_what_is_not_chosen() {
        assert_eq!(
            with_query("/people", [("q", "a&b c"), ("role", "")]),
            "/people?q=a%26b%20c"
        );
        assert_eq!(with_query("/people", []), "/people");
    }
}
