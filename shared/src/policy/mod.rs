//! Who may do what: one matrix, read by one pure function.
//!
//! The server asks [`decide`] before every act and the browser asks it before it shows a button,
//! so that a button is hidden by the very rule that would refuse it. Handlers never compare roles.
//! Which rows of a table a person reaches at all is a [`Scope`]: what lies outside of it is
//! answered as if it did not exist.

mod matrix;
mod refusal;
mod roles;
mod scope;

pub use matrix::{MATRIX, Reach, Resource, Row, Verb};
pub use refusal::{Refusal, RefusalCode};
pub use roles::{Actor, Grant, Role};
pub use scope::{PlanReach, Scope};

use crate::{
    auth::TokenScope,
    ids::{AgencyId, PersonId, PlanId},
};

/// What the record in question is to the rules: whose it is. Absent members match nothing.
#[derive(Clone, Debug, Default)]
pub struct Target<'a> {
    /// The plan that it belongs to.
    pub plan: Option<PlanId>,
    /// The agencies that it belongs to: the leads of an action, the agency of an update.
    pub agencies: &'a [AgencyId],
    /// The person that it is about: the holder of an account, the actor of an audit entry.
    pub person: Option<PersonId>,
}

/// What the policy says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It may be done.
    Allowed,
    /// The caller may see the record but not do this: HTTP 403.
    Refused(Refusal),
    /// The caller may not know of it: HTTP 404.
    Hidden,
}

impl Decision {
    /// Whether it may be done.
    pub const fn allowed(&self) -> bool {
        matches!(self, Self::Allowed)
    }
}

/// Decides whether `actor` may do `verb` to the `resource` that `target` describes.
///
/// A verb that no row grants is [`Decision::Refused`] where the actor may read the resource and
/// [`Decision::Hidden`] where not (`docs/SECURITY.md`, "404 before 403"). What a row grants to a
/// program is refused where its access token lacks the scope.
pub fn decide(actor: &Actor, verb: Verb, resource: Resource, target: &Target<'_>) -> Decision {
    if granted(actor, verb, resource, target) {
        let lacking = actor
            .scopes
            .as_deref()
            .and_then(|scopes| TokenScope::lacking(scopes, resource, verb));
        return lacking.map_or(Decision::Allowed, |scope| {
            Decision::Refused(scope.missing())
        });
    }
    let seen = granted(actor, Verb::Read, resource, target)
        || granted(actor, Verb::List, resource, target);
    if !seen {
        return Decision::Hidden;
    }
    let code = if MATRIX.iter().any(|row| {
        row.resource == resource
            && row.verbs.contains(&verb)
            && actor.grants.iter().any(|grant| grant.role == row.role)
    }) {
        RefusalCode::NotYours
    } else {
        RefusalCode::NotYourRole
    };
    Decision::Refused(Refusal::from(code))
}

fn granted(actor: &Actor, verb: Verb, resource: Resource, target: &Target<'_>) -> bool {
    MATRIX
        .iter()
        .filter(|row| row.resource == resource && row.verbs.contains(&verb))
        .any(|row| {
            actor
                .grants
                .iter()
                .filter(|grant| grant.role == row.role)
                .any(|grant| reaches(row.reach, actor, grant, target))
        })
}

fn reaches(reach: Reach, actor: &Actor, grant: &Grant, target: &Target<'_>) -> bool {
    let own_agency = || {
        grant
            .agency
            .is_some_and(|agency| target.agencies.contains(&agency))
    };
    match reach {
        Reach::Any => true,
        Reach::OwnAgency => own_agency(),
        Reach::OwnAgencyNotSelf => own_agency() && target.person != Some(actor.person),
        Reach::OwnPlan => grant.plan.is_some() && grant.plan == target.plan,
        Reach::Oneself => target.person == Some(actor.person),
        Reach::NotOneself => target.person != Some(actor.person),
    }
}

#[cfg(test)]
mod tests;
