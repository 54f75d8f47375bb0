//! The versions of a plan: who has accepted which, what each changed, and what was asked for.

use leptos::prelude::*;
use shared::step_down::VersionStage;
use shared::step_down::api::{StepDownContent, StepDownView, VersionView};

use super::changes::differences;
use super::reading::Reading;
use super::words::{Names, StageTag};
use crate::dates;
use crate::ui::{Details, SummaryList, SummaryRow};

/// The version that one reads first: the one in force, else the one that is being written or proposed, else the last.
#[component]
pub fn Shown(view: StepDownView, names: StoredValue<Names>) -> impl IntoView {
    let shown = first(&view).cloned();
    shown.map(|version| {
        let title = match version.stage {
            VersionStage::InForce => format!("The plan (version {})", version.number),
            VersionStage::Draft => "The plan, as it is being written".to_owned(),
            VersionStage::Proposed => {
                format!("The plan, as it is proposed (version {})", version.number)
            }
            VersionStage::Superseded | VersionStage::Dropped => {
                format!("The plan, as it was last (version {})", version.number)
            }
        };
        view! {
            <section aria-labelledby="plan">
                <h2 class="govuk-heading-m" id="plan">
                    {title}
                </h2>
                <Reading plan=version.content names />
            </section>
        }
    })
}

fn first(view: &StepDownView) -> Option<&VersionView> {
    let number = view.in_force.unwrap_or(view.number);
    view.versions
        .iter()
        .find(|version| version.number == number)
        .or_else(|| view.versions.first())
}

/// All versions, the newest first.
#[component]
pub fn Versions(view: StepDownView, names: StoredValue<Names>) -> impl IntoView {
    let shown = first(&view).map(|version| version.number);
    let items = view
        .versions
        .iter()
        .map(|version| {
            let earlier = view
                .versions
                .iter()
                .find(|one| one.number + 1 == version.number)
                .map(|one| one.content.clone());
            let open = shown != Some(version.number);
            view! { <OneVersion version=version.clone() earlier open names /> }
        })
        .collect_view();
    view! {
        <section aria-labelledby="versions">
            <h2 class="govuk-heading-m" id="versions">
                "Versions, and who has accepted them"
            </h2>
            {items}
        </section>
    }
}

#[component]
fn OneVersion(
    version: VersionView,
    earlier: Option<StepDownContent>,
    /// Whether it can be opened here, because it does not stand above.
    open: bool,
    names: StoredValue<Names>,
) -> impl IntoView {
    let number = version.number;
    let changed = earlier.map(|earlier| {
        let parts: Vec<String> = names
            .with_value(|names| differences(&earlier, &version.content, names))
            .into_iter()
            .map(|(part, _)| part)
            .collect();
        let words = if parts.is_empty() {
            "Nothing yet".to_owned()
        } else {
            parts.join(", ")
        };
        view! { <SummaryRow name=format!("Changed since version {}", number - 1)>{words}</SummaryRow> }
    });
    let accepted = version
        .acceptances
        .iter()
        .map(|one| {
            view! { <li>{format!("{}, {}", one.agency.name, dates::instant(one.at))}</li> }
        })
        .collect::<Vec<_>>();
    let nobody = accepted.is_empty();
    let at = dates::instant(version.written_at);
    let written = match &version.written_for {
        Some(agency) => format!("{}, {at}", agency.name),
        None => at,
    };
    view! {
        <h3 class="govuk-heading-s">
            {format!("Version {number} ")} <StageTag stage=version.stage />
        </h3>
        <SummaryList>
            <SummaryRow name="Last written by">{written}</SummaryRow>
            {changed}
            <SummaryRow name="Accepted by">
                {if nobody {
                    "Nobody yet".into_any()
                } else {
                    view! { <ul class="tl-lines">{accepted}</ul> }.into_any()
                }}
            </SummaryRow>
        </SummaryList>
        {open
            .then(|| {
                view! {
                    <Details summary=format!("What version {number} says")>
                        <Reading plan=version.content names />
                    </Details>
                }
            })}
    }
}
