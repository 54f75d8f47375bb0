//! Every address of the front end, in one place: built here, read here, and nowhere else.

use leptos::prelude::Memo;
use leptos_router::hooks::use_location;
use leptos_router::params::ParamsMap;
use shared::ids::{
    AgencyId, ClientId, CycleId, MeetingId, PathwayId, PersonId, ServiceId, UpdateId, WebhookId,
};

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
    use shared::ids::{
        AgencyId, ClientId, CycleId, MeetingId, PathwayId, PersonId, ServiceId, UpdateId, WebhookId,
    };
    use uuid::Uuid;

    use super::{PlanPart, Route, with_query};

    fn every_route() -> Vec<Route> {
        let id = Uuid::from_u128(7);
        let plan = || "kent-2015".to_owned();
        let mut routes = vec![
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
