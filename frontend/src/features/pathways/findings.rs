//! What the checks find in a pathway, with where it is mended.

use leptos::prelude::*;
use shared::pathways::api::{Graph, PathwayFinding, PathwayView, Severity};

use super::words::{WAYS_IN, exit_id, stage_id};
use crate::routes::{Route, with_query};
use crate::ui::{Tag, TagColour};

/// Key of the field in the address of the form.
pub const AT: &str = "at";

/// The words and colour of a severity.
pub const fn tag(severity: Severity) -> (&'static str, TagColour) {
    match severity {
        Severity::Contradiction => ("Contradiction", TagColour::Red),
        Severity::Gap => ("Gap", TagColour::Amber),
    }
}

/// Where on the pathway's page the place of a finding is shown.
fn shown(graph: &Graph, pointer: &str) -> Option<String> {
    let parts: Vec<&str> = pointer.trim_start_matches('/').split('/').collect();
    let stage = |key: &str| Some(stage_id(key));
    match *parts.as_slice() {
        ["graph", "stages", at, ..] => stage(&graph.stages.get(at.parse::<usize>().ok()?)?.key),
        ["graph", "moves", at, ..] => stage(&graph.moves.get(at.parse::<usize>().ok()?)?.from),
        ["graph", "exits", at, ..] => Some(exit_id(at.parse().ok()?)),
        ["graph", "entry_routes", ..] => Some(WAYS_IN.to_owned()),
        ["services", ..] => Some("services".to_owned()),
        _ => None,
    }
}

/// The findings. Somebody who may change the pathway is led to the field, everybody else to the place on the page.
#[component]
pub fn Findings(plan: String, view: PathwayView, may_change: bool) -> impl IntoView {
    let PathwayView {
        id,
        graph,
        findings,
        ..
    } = view;
    let items = findings
        .into_iter()
        .map(|finding| {
            let PathwayFinding {
                severity,
                pointer,
                sentence,
                ..
            } = finding;
            let (word, colour) = tag(severity);
            let field = pointer.trim_start_matches('/').replace('/', "-");
            let link = if may_change {
                let form = Route::PathwayEdit { plan: plan.clone(), pathway: id }.href();
                let href = with_query(&form, [(AT, field.as_str())]);
                Some(
                    view! {
                        <a href=href>
                            "Mend it" <span class="govuk-visually-hidden">{format!(": {sentence}")}</span>
                        </a>
                    }
                    .into_any(),
                )
            } else {
                shown(&graph, &pointer).map(|place| {
                    view! {
                        <a href=format!("#{place}") rel="external">
                            "Show it" <span class="govuk-visually-hidden">{format!(": {sentence}")}</span>
                        </a>
                    }
                    .into_any()
                })
            };
            view! {
                <li class="tl-pathway__finding">
                    <Tag colour word />
                    " "
                    {sentence}
                    ". "
                    {link}
                </li>
            }
        })
        .collect_view();
    (!items.is_empty()).then(|| {
        view! {
            <section aria-labelledby="findings">
                <h2 class="govuk-heading-m" id="findings" tabindex="-1">
                    "What to mend"
                </h2>
                <ul class="tl-pathway__findings">{items}</ul>
            </section>
        }
    })
}

#[cfg(test)]
mod tests {
    use shared::pathways::ExitKind;
    use shared::pathways::api::{Exit, Stage};

    use super::*;

    #[test]
    fn a_finding_leads_to_its_place_on_the_page() {
        let graph = Graph {
            stages: vec![Stage {
                key: "triage".to_owned(),
                name: "Triage".to_owned(),
                level: 1,
                services: Vec::new(),
                what: String::new(),
                groups: Vec::new(),
            }],
            exits: vec![Exit {
                from: "triage".to_owned(),
                kind: ExitKind::Discharge,
                words: String::new(),
                way_back: None,
                service: None,
            }],
            ..Graph::default()
        };
        for (pointer, place) in [
            ("/graph/stages/0/services/2", Some("stage-triage")),
            ("/graph/stages/7", None),
            ("/graph/exits/0/way_back", Some("way-out-1")),
            ("/graph/entry_routes", Some("ways-in")),
            ("/graph/stages", None),
            ("/level_from", None),
        ] {
            assert_eq!(shown(&graph, pointer).as_deref(), place, "{pointer}");
        }
    }
}
