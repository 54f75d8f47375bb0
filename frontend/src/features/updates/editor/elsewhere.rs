use client::Fault;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::events::api::EventView;
use shared::updates::api::UpdateView;

use super::state::{Editor, Saving};
use crate::api::Server;
use crate::dates;
use crate::live::{Live, News};
use crate::ui::{Announcer, Button, ButtonKind, InsetText};

/// Says that somebody else has changed the very update that is being written here, who, and what becomes of one's own
/// words. Where there are none that the server lacks, theirs can be shown at once.
#[component]
pub fn ChangedElsewhere(
    editor: Editor,
    view: UpdateView,
    resource: LocalResource<Result<UpdateView, Fault>>,
) -> impl IntoView {
    let (update, server) = (view.id, Server::here());
    let theirs = RwSignal::new(None::<UpdateView>);
    let announcer = use_context::<Announcer>();
    let look = move || {
        spawn_local(async move {
            // What cannot be read now is found out by the next save.
            let Ok(now) = server.client().update(update).await else {
                return;
            };
            // The page may have gone, or have saved over it meanwhile.
            if editor.is_behind(now.version) {
                if let Some(announcer) = announcer {
                    announcer.announce(sentence(&now));
                }
                theirs.set(Some(now));
            }
        });
    };
    Live::listen(move |news| match news {
        News::Change(event) if is_of(&event, update) => look(),
        News::Change(_) | News::Notices(_) => {}
        News::Unknown => look(),
    });
    let show = Callback::new(move |_| {
        theirs.set(None);
        resource.refetch();
    });
    move || {
        let now = theirs.get()?;
        if editor.clash.with(Option::is_some) || !editor.is_behind(now.version) {
            return None;
        }
        let idle = matches!(editor.saving.get(), Saving::Untouched | Saving::Saved(_));
        Some(view! {
            <InsetText>
                <p class="govuk-body">{sentence(&now)}</p>
                {if idle {
                    view! {
                        <Button kind=ButtonKind::Secondary on_press=show>
                            "Show their words"
                        </Button>
                    }
                        .into_any()
                } else {
                    view! {
                        <p class="govuk-body">
                            "Your own words stay. When they are saved, you see both and choose."
                        </p>
                    }
                        .into_any()
                }}
            </InsetText>
        })
    }
}

fn is_of(event: &EventView, update: shared::ids::UpdateId) -> bool {
    event.data.kind == "update" && event.data.id == update.0
}

fn sentence(now: &UpdateView) -> String {
    format!(
        "{} changed this update at the same time, on {}.",
        now.last_editor.name,
        dates::instant(now.changed_at)
    )
}
