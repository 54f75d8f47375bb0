//! What the forms of a plan share: where one goes afterwards, and what is known of the case while one writes.

use client::Fault;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::cases::Known;
use shared::ids::StepDownId;
use shared::step_down::api::StepDownView;

use crate::api::stale;
use crate::routes::Route;
use crate::ui::{Notice, NoticeKind, Notices};

/// Goes to the page of a plan, with word of what was done.
pub fn after(plan: StepDownId) -> Callback<String> {
    let notices = use_context::<Notices>();
    let go = use_navigate();
    Callback::new(move |text: String| {
        if let Some(notices) = notices {
            notices.next(Notice {
                kind: NoticeKind::Success,
                text,
            });
        }
        go(&Route::StepDown { plan }.href(), NavigateOptions::default());
    })
}

/// The version in which a plan's record stands now, where something was refused because somebody else had changed the plan
/// first. Who has been told so can send again what they typed.
pub fn version_now(fault: &Fault) -> Option<i32> {
    #[derive(serde::Deserialize)]
    struct Now {
        version: i32,
    }
    stale::<Now>(fault).map(|now| now.version)
}

/// What is known of the case, for what a text may not tell.
pub fn known(view: &StepDownView) -> Known {
    Known { born: view.born }
}
