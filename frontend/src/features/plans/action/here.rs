use client::{Fault, Moment};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::plans::api::ActionView;

use super::Task;
use crate::api::Server;
use crate::live::{Changes, Live, News, Unseen, touches_plan};

/// Says that others have changed the action that is read. Forms have words of their own for it, when they are sent.
///
/// An event names a milestone or an update, and not the action that shows it: whether this one does is found out by
/// reading it again.
#[component]
pub fn ChangesHere(
    /// The plan's slug.
    plan: String,
    answer: Signal<Option<ActionView>>,
    resource: LocalResource<Result<ActionView, Fault>>,
    moment: Memo<Moment>,
    task: Memo<Task>,
) -> impl IntoView {
    let (server, unseen) = (Server::here(), Unseen::new());
    let plan = StoredValue::new(plan);
    Live::listen(move |news| {
        let News::Change(event) = news else { return };
        let Some(shown) = answer.get_untracked().filter(|shown| shown.as_at.is_none()) else {
            return;
        };
        if !touches_plan(&event, Some(shown.plan.id)) {
            return;
        }
        let (slug, moment) = (plan.get_value(), moment.get_untracked());
        spawn_local(async move {
            let now = server
                .client()
                .action(&slug, &shown.id.to_string(), moment)
                .await;
            // What cannot be read now is found out by whoever loads the page again.
            let differs = now.is_ok_and(|now| now != shown);
            // It may have gone, or have been shown meanwhile.
            if differs && answer.try_get_untracked().flatten() == Some(shown) {
                unseen.count(event);
            }
        });
    });
    view! {
        <Changes
            unseen
            show=Callback::new(move |()| resource.refetch())
            quiet=Signal::derive(move || task.get() != Task::Read)
        />
    }
}
