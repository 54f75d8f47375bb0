//! What happens in the partnership, as programs that follow it are told: one catalogue of types
//! for the change feed and for webhooks, and what an event says.

pub mod api;
mod catalogue;
pub mod live;

pub use catalogue::{EVENT_TYPES, EventType, TEST_EVENT, of_act, of_code};

use uuid::Uuid;

use crate::ids::PlanId;

/// Where the record that an event is about can be read, or the list that it stands in. An event
/// itself says no more than what happened and to which record.
pub fn address(kind: &str, subject: Uuid, plan: Option<PlanId>) -> Option<String> {
    let front = "/api/v1";
    Some(match (kind, plan) {
        ("update", _) => format!("{front}/updates/{subject}"),
        ("agency", _) => format!("{front}/agencies/{subject}"),
        ("service", _) => format!("{front}/services/{subject}"),
        ("webhook", _) => format!("{front}/webhooks/{subject}"),
        ("plan", _) => format!("{front}/plans/{subject}"),
        ("action", Some(plan)) => format!("{front}/plans/{plan}/actions/{subject}"),
        ("pathway", Some(plan)) => format!("{front}/plans/{plan}/pathways/{subject}"),
        ("milestone", Some(plan)) => format!("{front}/plans/{plan}/actions"),
        ("cycle", Some(plan)) => format!("{front}/plans/{plan}/cycles"),
        ("finding", Some(plan)) => format!("{front}/plans/{plan}/findings"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_says_where_its_record_is() {
        let plan = Some(PlanId(Uuid::from_u128(1)));
        let subject = Uuid::from_u128(2);
        for kind in [
            "update",
            "agency",
            "service",
            "plan",
            "action",
            "milestone",
            "cycle",
            "finding",
            "pathway",
        ] {
            assert!(
                address(kind, subject, plan).is_some_and(|it| it.starts_with("/api/v1/")),
                "{kind}"
            );
        }
        assert_eq!(address("action", subject, None), None);
        assert_eq!(address("person", subject, plan), None);
    }
}
