use serde::{Deserialize, Serialize};

use crate::{
    ids::AgencyId,
    policy::{Actor, Refusal, RefusalCode, Resource, Target, Verb, decide},
};

/// What an access token may be used for. A scope only ever narrows: whoever holds it can do no
/// more than the API client's role grants (`docs/SECURITY.md`, "Programs").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum TokenScope {
    /// Plans, actions, cycles and agencies, read.
    #[serde(rename = "plans:read")]
    PlansRead,
    /// The agency's own actions, changed.
    #[serde(rename = "actions:write")]
    ActionsWrite,
    /// The agency's own updates and all accepted ones, read.
    #[serde(rename = "updates:read")]
    UpdatesRead,
    /// The agency's own updates, written and submitted.
    #[serde(rename = "updates:write")]
    UpdatesWrite,
    /// The change feed.
    #[serde(rename = "events:read")]
    EventsRead,
    /// The agency's own webhooks.
    #[serde(rename = "webhooks:write")]
    WebhooksWrite,
}

impl TokenScope {
    /// Every scope, in the order in which they are shown.
    pub const ALL: &'static [Self] = &[
        Self::PlansRead,
        Self::ActionsWrite,
        Self::UpdatesRead,
        Self::UpdatesWrite,
        Self::EventsRead,
        Self::WebhooksWrite,
    ];

    /// The word in a token, on the wire and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::PlansRead => "plans:read",
            Self::ActionsWrite => "actions:write",
            Self::UpdatesRead => "updates:read",
            Self::UpdatesWrite => "updates:write",
            Self::EventsRead => "events:read",
            Self::WebhooksWrite => "webhooks:write",
        }
    }

    /// What it allows, in one sentence for those who give it.
    pub const fn summary(self) -> &'static str {
        match self {
            Self::PlansRead => {
                "Reads the plans in which the agency takes part: actions, milestones, reporting cycles, agencies."
            }
            Self::ActionsWrite => {
                "Changes the actions that the agency leads, and their milestones."
            }
            Self::UpdatesRead => {
                "Reads the agency’s progress updates in every state, and the accepted ones of others."
            }
            Self::UpdatesWrite => {
                "Begins, writes and submits the agency’s progress updates. It never accepts one."
            }
            Self::EventsRead => "Reads what has changed, in order, from the change feed.",
            Self::WebhooksWrite => "Adds, changes and removes the agency’s webhooks.",
        }
    }

    /// The scope that a word names.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|scope| scope.code() == code)
    }

    /// The scopes that a text names, separated by spaces (RFC 6749, 3.3), each once and in the
    /// order of [`Self::ALL`].
    ///
    /// # Errors
    /// The first word that names none.
    pub fn read_list(text: &str) -> Result<Vec<Self>, String> {
        let mut found = Vec::new();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            found.push(Self::from_code(word).ok_or_else(|| word.to_owned())?);
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// The words of `scopes`, separated by spaces.
    pub fn write_list(scopes: &[Self]) -> String {
        let words: Vec<&str> = scopes.iter().map(|scope| scope.code()).collect();
        words.join(" ")
    }

    /// Whether a token with it may do `verb` to a `resource`, where the role allows it. Writing
    /// includes the reading without which one could not write.
    pub const fn covers(self, resource: Resource, verb: Verb) -> bool {
        let reading = matches!(verb, Verb::List | Verb::Read);
        match self {
            Self::PlansRead => {
                reading
                    && matches!(
                        resource,
                        Resource::Plan
                            | Resource::Cycle
                            | Resource::Agency
                            | Resource::Action
                            | Resource::Meeting
                            | Resource::Decision
                            | Resource::Service
                            | Resource::Pathway
                    )
            }
            Self::ActionsWrite => match resource {
                Resource::Plan => reading,
                Resource::Action => reading || matches!(verb, Verb::Update),
                _ => false,
            },
            Self::UpdatesRead => {
                reading && matches!(resource, Resource::OpenUpdate | Resource::AcceptedUpdate)
            }
            Self::UpdatesWrite => match resource {
                Resource::OpenUpdate => reading || matches!(verb, Verb::Create | Verb::Update),
                _ => false,
            },
            // The feed narrows itself to what the caller may read.
            Self::EventsRead => false,
            Self::WebhooksWrite => {
                matches!(resource, Resource::Webhook)
                    && (reading || matches!(verb, Verb::Create | Verb::Update | Verb::Withdraw))
            }
        }
    }

    /// Why a token without it cannot be used for something that needs it.
    pub fn missing(self) -> Refusal {
        Refusal {
            code: RefusalCode::ScopeMissing,
            sentence: format!(
                "The access token lacks the scope {}. Ask for it when you fetch the token; your agency's lead gives it to the API client.",
                self.code()
            ),
        }
    }

    /// The scope that somebody with `scopes` lacks for `verb` on a `resource`; none where one of
    /// them covers it, or where no scope is about it.
    pub fn lacking(scopes: &[Self], resource: Resource, verb: Verb) -> Option<Self> {
        if scopes.iter().any(|scope| scope.covers(resource, verb)) {
            return None;
        }
        Self::ALL
            .iter()
            .copied()
            .find(|scope| scope.covers(resource, verb))
    }

    /// Whether `maker` may give it to an API client of `agency`: nobody gives what they may not do
    /// themselves on the agency's records.
    pub fn may_be_given(self, maker: &Actor, agency: AgencyId) -> bool {
        let agencies = [agency];
        let target = Target {
            agencies: &agencies,
            ..Target::default()
        };
        Resource::ALL.iter().all(|resource| {
            Verb::ALL
                .iter()
                .filter(|verb| self.covers(*resource, **verb))
                .all(|verb| decide(maker, *verb, *resource, &target).allowed())
        })
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::policy::{Grant, Role};

    fn actor(role: Role, agency: u128) -> Actor {
        Actor {
            person: Uuid::from_u128(1).into(),
            grants: vec![Grant {
                role,
                agency: role.needs_agency().then(|| Uuid::from_u128(agency).into()),
                plan: None,
            }],
            scopes: None,
        }
    }

    #[test]
    fn words_survive_the_wire() {
        for scope in TokenScope::ALL {
            assert_eq!(
                serde_json::to_string(scope).unwrap(),
                format!("\"{}\"", scope.code())
            );
            assert_eq!(TokenScope::from_code(scope.code()), Some(*scope));
            assert!(scope.summary().ends_with('.'));
        }
        assert_eq!(
            TokenScope::read_list("updates:write  plans:read plans:read"),
            Ok(vec![TokenScope::PlansRead, TokenScope::UpdatesWrite])
        );
        assert_eq!(
            TokenScope::read_list("plans:read all"),
            Err("all".to_owned())
        );
    }

    #[test]
    fn no_scope_covers_accepting_or_people() {
        for scope in TokenScope::ALL {
            for verb in [Verb::Approve, Verb::Override] {
                for resource in Resource::ALL {
                    assert!(
                        !scope.covers(*resource, verb),
                        "{scope:?} {verb:?} {resource:?}"
                    );
                }
            }
            for resource in [Resource::Person, Resource::Audit, Resource::ApiClient] {
                for verb in Verb::ALL {
                    assert!(!scope.covers(resource, *verb), "{scope:?} {verb:?}");
                }
            }
        }
    }

    #[test]
    fn nobody_gives_what_they_may_not_do() {
        let agency = Uuid::from_u128(10).into();
        let given = |actor: &Actor| -> Vec<&str> {
            TokenScope::ALL
                .iter()
                .filter(|scope| scope.may_be_given(actor, agency))
                .map(|scope| scope.code())
                .collect()
        };
        let all: Vec<&str> = TokenScope::ALL.iter().map(|scope| scope.code()).collect();
        assert_eq!(given(&actor(Role::AgencyLead, 10)), all);
        let elsewhere = given(&actor(Role::AgencyLead, 11));
        assert!(!elsewhere.contains(&"updates:write") && !elsewhere.contains(&"actions:write"));
        let office = given(&actor(Role::Administrator, 0));
        assert!(office.contains(&"plans:read"));
        assert!(!office.contains(&"updates:read") && !office.contains(&"updates:write"));
    }

    #[test]
    fn a_token_does_what_both_its_role_and_its_scopes_allow() {
        let own = [Uuid::from_u128(10).into()];
        let target = Target {
            agencies: &own,
            ..Target::default()
        };
        let with = |scopes: &[TokenScope]| Actor {
            scopes: Some(scopes.to_vec()),
            ..actor(Role::Integrator, 10)
        };
        let update = |actor: &Actor| decide(actor, Verb::Update, Resource::OpenUpdate, &target);
        assert!(update(&with(&[TokenScope::UpdatesWrite])).allowed());
        assert_eq!(
            update(&with(&[TokenScope::UpdatesRead])),
            crate::policy::Decision::Refused(TokenScope::UpdatesWrite.missing())
        );
        // A scope adds nothing to a role: a board member with it still writes nothing.
        let member = Actor {
            scopes: Some(TokenScope::ALL.to_vec()),
            ..actor(Role::BoardMember, 10)
        };
        assert!(!update(&member).allowed());
    }
}
