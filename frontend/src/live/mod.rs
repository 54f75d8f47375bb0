//! What others change while a page is open. The page hears of it and says so; it never changes under its reader's eyes.

mod changes;
mod wire;

use leptos::prelude::*;
use shared::events::api::EventView;
use shared::ids::PlanId;

use crate::session::Session;

pub use changes::{Changes, Unseen};

/// What a page hears.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// Somebody else has done this.
    Change(EventView),
    /// More than can be told; what is shown may be stale.
    Unknown,
    /// So many notices are unread now.
    Notices(u64),
}

/// Who wants to hear. Provided once, by the application.
#[derive(Clone, Copy)]
pub struct Live {
    listeners: StoredValue<Vec<(u64, Callback<News>)>>,
    last: StoredValue<u64>,
}

impl Live {
    /// Hears for as long as somebody is signed in.
    pub fn new(session: Session) -> Self {
        let live = Self {
            listeners: StoredValue::new(Vec::new()),
            last: StoredValue::new(0),
        };
        wire::Wire::lay(session, Callback::new(move |news| live.tell(&news)));
        live
    }

    fn tell(self, news: &News) {
        // A listener may go while others are still told.
        let listeners = self.listeners.with_value(Clone::clone);
        for (_, listener) in listeners {
            listener.run(news.clone());
        }
    }

    /// Tells `listener` of everything until the caller's part of the page goes.
    pub fn listen(listener: impl Fn(News) + Send + Sync + 'static) {
        let Some(live) = use_context::<Self>() else {
            return;
        };
        let number = live.last.get_value() + 1;
        live.last.set_value(number);
        live.listeners
            .update_value(|all| all.push((number, Callback::new(listener))));
        on_cleanup(move || {
            live.listeners
                .update_value(|all| all.retain(|(own, _)| *own != number));
        });
    }
}

/// Events of which nobody sees anything but who writes the words: the draft of an update.
const UNSEEN: [&str; 3] = ["update.started", "update.saved", "update.taken_up"];

/// Whether an event can change what is shown of where a plan stands.
pub fn touches_plan(event: &EventView, plan: Option<PlanId>) -> bool {
    let seen = !UNSEEN.contains(&event.r#type.as_str());
    seen && (event.data.kind == "agency" || plan.is_some() && event.data.plan == plan)
}

/// Whether an event can change what waits for people.
pub fn touches_work(event: &EventView) -> bool {
    let seen = event.r#type != "update.saved";
    seen && matches!(event.data.kind.as_str(), "update" | "cycle" | "action")
}

#[cfg(test)]
mod tests {
    use shared::events::api::EventData;
    use shared::ids::EventId;
    use uuid::Uuid;

    use super::*;

    fn event(code: &str, kind: &str, plan: Option<u128>) -> EventView {
        EventView {
            id: EventId(Uuid::from_u128(1)),
            r#type: code.to_owned(),
            timestamp: chrono::DateTime::UNIX_EPOCH,
            data: EventData {
                kind: kind.to_owned(),
                id: Uuid::from_u128(2),
                plan: plan.map(|plan| PlanId(Uuid::from_u128(plan))),
                address: None,
            },
        }
    }

    #[test]
    fn a_page_of_a_plan_hears_of_what_it_shows() {
        let plan = Some(PlanId(Uuid::from_u128(7)));
        let touches = |event: &EventView| touches_plan(event, plan);
        assert!(touches(&event("action.changed", "action", Some(7))));
        assert!(touches(&event("update.accepted", "update", Some(7))));
        assert!(touches(&event("agency.changed", "agency", None)));
        assert!(!touches(&event("action.changed", "action", Some(8))));
        assert!(!touches(&event("update.saved", "update", Some(7))));
        assert!(!touches_plan(
            &event("webhook.disabled", "webhook", None),
            None
        ));
        assert!(touches_work(&event("update.submitted", "update", Some(8))));
        assert!(!touches_work(&event("update.saved", "update", Some(8))));
    }
}
