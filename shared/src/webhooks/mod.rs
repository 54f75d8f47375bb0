//! Webhooks: addresses of an agency's own systems that are told of events, as Standard Webhooks 1.0
//! has it.

pub mod api;
mod reach;
mod schedule;
mod state;
mod target;

pub use reach::{NotPublic, public};
pub use schedule::{TRIES, wait};
pub use state::{DeliveryState, DisabledBy, Outcome, WebhookState};
pub use target::{Host, Target, TargetFault};

use crate::{
    events,
    problem::{FieldCode, FieldError},
};

/// Longest description of a webhook, in characters.
pub const DESCRIPTION_MAX: usize = 200;
/// Longest address, in bytes.
pub const ADDRESS_MAX: usize = 2_000;
/// For how many days deliveries stay in the log and can be sent again.
pub const LOG_DAYS: i64 = 30;
/// For how many hours both secrets sign when nobody says otherwise, and at most.
pub const ROTATION_HOURS: (u16, u16) = (24, 168);
/// Most webhooks of one agency.
pub const WEBHOOKS_MAX: u64 = 20;
/// What stands before a secret, so that it is known for one wherever it turns up.
pub const SECRET_PREFIX: &str = "whsec_";

/// The types of event that a webhook is to be told of: at least one, each known, none twice.
///
/// # Errors
/// A [`FieldError`] at the one that is not.
pub fn event_types(codes: &[String]) -> Result<Vec<&'static events::EventType>, FieldError> {
    if codes.is_empty() {
        return Err(FieldError::required(
            "/events",
            "Choose at least one type of event",
        ));
    }
    let mut kept: Vec<&'static events::EventType> = Vec::with_capacity(codes.len());
    for (at, code) in codes.iter().enumerate() {
        let Some(event) = events::of_code(code) else {
            return Err(FieldError::new(
                format!("/events/{at}"),
                FieldCode::NotAllowed,
                "There is no such type of event. Choose from the list in the documentation",
            ));
        };
        if kept.contains(&event) {
            return Err(FieldError::new(
                format!("/events/{at}"),
                FieldCode::Duplicate,
                "This type of event is named twice. Remove one",
            ));
        }
        kept.push(event);
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn event_types_are_known_and_named_once() {
        let fault = |codes: &[&str]| {
            let codes: Vec<String> = codes.iter().map(|code| (*code).to_owned()).collect();
            event_types(&codes).map_err(|fault| (fault.pointer, fault.code))
        };
        assert_eq!(
            fault(&["update.accepted", "plan.changed"]).map(|kept| kept.len()),
            Ok(2)
        );
        assert_eq!(fault(&[]), Err(("/events".to_owned(), FieldCode::Required)));
        assert_eq!(
            fault(&["plan.changed", "webhook.test"]),
            Err(("/events/1".to_owned(), FieldCode::NotAllowed))
        );
        assert_eq!(
            fault(&["plan.changed", "plan.changed"]),
            Err(("/events/1".to_owned(), FieldCode::Duplicate))
        );
    }
}
