//! Wire types of accounts and sessions.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    agencies::api::AgencyRef,
    ids::{AgencyId, DeviceId, PersonId, PlanId},
    patch::Patch,
    plans::api::PlanRef,
    policy::{Refusal, Role},
};

/// One thing that can be done to a record, and why not when it cannot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Permit {
    /// The word for it, which is also the last part of its address.
    pub act: String,
    /// Why it cannot be done now; absent when it can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Refusal>,
}

/// What anyone may know of the service before signing in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceInfo {
    /// The partnership that it serves.
    pub partnership: String,
    /// Whether its accounts and reporting are for demonstration.
    pub demonstration: bool,
    /// The version of the software.
    pub version: String,
}

/// Somebody wants to sign in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The e-mail address of the account.
    pub email: String,
    /// The password.
    pub password: String,
}

/// A person in a few words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonRef {
    /// Who.
    pub id: PersonId,
    /// Their name.
    pub name: String,
}

/// A role as somebody holds it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GrantView {
    /// The role.
    pub role: Role,
    /// The agency that it is held in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<AgencyRef>,
    /// The plan that it is held for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanRef>,
    /// The first day on which it holds, where it is held for a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// The last day on which it holds, where it is held for a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

impl GrantView {
    /// The role as the rules see it.
    pub fn given(&self) -> super::Given {
        super::Given {
            role: self.role,
            agency: self.agency.as_ref().map(|agency| agency.id),
            plan: self.plan.as_ref().map(|plan| plan.id),
            from: self.from,
            until: self.until,
        }
    }
}

/// The person who is signed in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionView {
    /// Who.
    pub person: PersonRef,
    /// Their e-mail address.
    pub email: String,
    /// Their roles today.
    pub grants: Vec<GrantView>,
    /// The plans that they see, the one of their agency first.
    pub plans: Vec<PlanRef>,
    /// When this session ends even if it is used.
    pub ends_at: DateTime<Utc>,
    /// How many of the notices to them are unread.
    pub unread: u64,
}

/// A device on which somebody is signed in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceView {
    /// Which.
    pub id: DeviceId,
    /// The browser and system as it named itself.
    pub label: String,
    /// When the session began.
    pub signed_in_at: DateTime<Utc>,
    /// When it was last used, to within a minute or so.
    pub last_seen_at: DateTime<Utc>,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// The devices of the person who is signed in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceList {
    /// The devices, latest first.
    pub items: Vec<DeviceView>,
}

/// A change of one's own password.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The password so far.
    pub current: String,
    /// The password from now on.
    pub new: String,
}

/// The secret of a one-time link, which stands in the part of its address that is never sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LinkToken {
    /// The secret.
    pub token: String,
}

/// What a one-time link is for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkView {
    /// The person that it is for; absent for the link that makes the first administrator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Their e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Until when it can be used.
    pub expires_at: DateTime<Utc>,
}

/// A password set by a one-time link.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UseLink {
    /// The secret of the link.
    pub token: String,
    /// The new password.
    pub password: String,
    /// The name of the first administrator; left out for everyone else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The e-mail address of the first administrator; left out for everyone else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// Where an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PersonState {
    /// Invited, and never signed in.
    Invited,
    /// Able to sign in.
    Active,
    /// Closed.
    Disabled,
}

impl PersonState {
    /// The word on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Invited => "Invited",
            Self::Active => "Active",
            Self::Disabled => "Closed",
        }
    }
}

/// A person with an account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonView {
    /// Who.
    pub id: PersonId,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// Where the account stands.
    pub state: PersonState,
    /// Their roles.
    pub grants: Vec<GrantView>,
    /// When they last signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_signed_in_at: Option<DateTime<Utc>>,
    /// The version to name when changing it.
    pub version: i32,
    /// What the caller may do to it: `update`, `grants`, `link`, `disable`, `enable`.
    pub allowed: Vec<Permit>,
}

impl PersonView {
    /// Whether they write what `agency` reports on `today`: with an account that is not closed and
    /// a role that holds on the day, so a deputy while they stand in and no longer.
    pub fn reports_for(&self, agency: AgencyId, today: NaiveDate) -> bool {
        self.state != PersonState::Disabled
            && self
                .grants
                .iter()
                .any(|grant| grant.given().reports_for(agency, today))
    }
}

/// The people that the caller may know of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonList {
    /// The people, by name.
    pub items: Vec<PersonView>,
    /// What the caller may do to the list: `invite`.
    pub allowed: Vec<Permit>,
}

/// A role to be given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewGrant {
    /// The role.
    pub role: Role,
    /// The agency to hold it in, for roles of an agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<AgencyId>,
    /// The plan to hold it for, for coordinators.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanId>,
    /// The first day on which it holds, for a role in an agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// The last day on which it holds, for a role in an agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

impl From<NewGrant> for super::Given {
    fn from(
        NewGrant {
            role,
            agency,
            plan,
            from,
            until,
        }: NewGrant,
    ) -> Self {
        Self {
            role,
            agency,
            plan,
            from,
            until,
        }
    }
}

/// Somebody is to have an account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InvitePerson {
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// Their roles.
    pub grants: Vec<NewGrant>,
}

/// A one-time link, shown once to the person who made it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OneTimeLink {
    /// The address; its secret stands behind `#` and is never sent to a server by a browser.
    pub link: String,
    /// Until when it can be used.
    pub expires_at: DateTime<Utc>,
}

/// A person who was invited, and the link to hand to them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invited {
    /// The account.
    pub person: PersonView,
    /// The link.
    pub link: OneTimeLink,
}

/// A change to an account (JSON Merge Patch).
#[derive(Default, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PatchPerson {
    /// A new name.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub name: Patch<String>,
    /// `disabled` closes the account and ends its sessions, `active` opens it again.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<PersonState>))]
    pub state: Patch<PersonState>,
}

/// The roles of a person from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetGrants {
    /// All of them; what is not here is taken away.
    pub grants: Vec<NewGrant>,
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn person(role: Role, from: Option<&str>, until: Option<&str>) -> PersonView {
        let id = Uuid::from_u128(10);
        PersonView {
            id: Uuid::from_u128(1).into(),
            name: "Ada".to_owned(),
            email: "ada@example.org".to_owned(),
            state: PersonState::Active,
            grants: vec![GrantView {
                role,
                agency: role.needs_agency().then(|| AgencyRef {
                    id: id.into(),
                    name: "Council".to_owned(),
                    abbreviation: None,
                }),
                plan: None,
                from: from.map(day),
                until: until.map(day),
            }],
            last_signed_in_at: None,
            version: 1,
            allowed: Vec::new(),
        }
    }

    #[test]
    fn who_reports_has_a_role_today_and_an_account() {
        let reports = |person: &PersonView, agency: u128, today: &str| {
            person.reports_for(Uuid::from_u128(agency).into(), day(today))
        };
        let lead = person(Role::AgencyLead, None, None);
        assert!(reports(&lead, 10, "2026-11-22"));
        assert!(!reports(&lead, 11, "2026-11-22"), "another agency");
        let closed = PersonView {
            state: PersonState::Disabled,
            ..lead.clone()
        };
        assert!(!reports(&closed, 10, "2026-11-22"), "who has left");
        let invited = PersonView {
            state: PersonState::Invited,
            ..lead
        };
        assert!(reports(&invited, 10, "2026-11-22"));
        let deputy = person(Role::AgencyLead, Some("2026-11-20"), Some("2026-11-30"));
        for (today, stands_in) in [
            ("2026-11-19", false),
            ("2026-11-20", true),
            ("2026-11-30", true),
            ("2026-12-01", false),
        ] {
            assert_eq!(reports(&deputy, 10, today), stands_in, "{today}");
        }
        let member = person(Role::BoardMember, None, None);
        assert!(!reports(&member, 10, "2026-11-22"));
    }
}
