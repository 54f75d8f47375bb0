//! The register as a file, and the way to bring a sheet back.

use client::RegisterFilter;
use client::sheets::register_file;
use leptos::prelude::*;
use shared::plans::api::PlanRef;
use shared::policy::{Resource, Target, Verb};
use shared::sheets::api::SheetFormat;

use super::query::{Behind, FactsPick, Filters, Findings, Pick, StatePick};
use crate::features::sheets::{FileLink, may_import};
use crate::routes::Route;
use crate::session::Session;

/// Links to the actions that are shown as a file, and to where a sheet is brought in.
#[component]
pub fn Downloads(plan: PlanRef, filters: Memo<Filters>) -> impl IntoView {
    let session = Session::here();
    let export = untrack(|| {
        let target = Target {
            plan: Some(plan.id),
            ..Target::default()
        };
        session.can(Verb::Export, Resource::Action, &target)
    });
    let import = untrack(|| may_import(session, plan.id)).then(|| {
        let href = Route::Import {
            plan: plan.slug.clone(),
        }
        .href();
        view! {
            <li>
                <a href=href>"Import from a spreadsheet"</a>
            </li>
        }
    });
    let links = move || {
        filters.with(|filters| {
            let (filter, _) = followed(filters);
            let href = |format| register_file(&plan.slug, format, filters.moment, filter);
            view! {
                <li>
                    <FileLink href=href(SheetFormat::Xlsx) words="Download as Excel" />
                </li>
                <li>
                    <FileLink href=href(SheetFormat::Csv) words="Download as CSV" />
                </li>
            }
        })
    };
    let left_out = move || {
        filters.with(|filters| !followed(filters).1).then(|| {
            view! {
                <p class="tl-muted">
                    "The files follow the filters on level, outcome, lead, rating and state, and nothing else that you chose."
                </p>
            }
        })
    };
    export.then(|| {
        view! {
            <div class="tl-downloads">
                <ul class="tl-downloads__links" aria-label="Spreadsheets">
                    {links} {import}
                </ul>
                {left_out}
            </div>
        }
    })
}

/// What of the filters a file follows, and whether that is all of them.
fn followed(filters: &Filters) -> (RegisterFilter, bool) {
    fn only<T: Copy>(pick: Pick<T>) -> (Option<T>, bool) {
        match pick {
            Pick::Any => (None, true),
            Pick::Without => (None, false),
            Pick::Only(one) => (Some(one), true),
        }
    }
    let (level, by_level) = only(filters.level);
    let (outcome, by_outcome) = only(filters.outcome);
    let (agency, by_agency) = only(filters.agency);
    let (rating, by_rating) = only(filters.rating);
    let (state, by_state) = match filters.state {
        StatePick::Any => (None, true),
        StatePick::Owing => (None, false),
        StatePick::Only(state) => (Some(state), true),
    };
    let others = matches!(filters.involving, Pick::Any)
        && filters.findings == Findings::Any
        && filters.facts == FactsPick::Any
        && filters.behind == Behind::default()
        && filters.words.trim().is_empty();
    let all = by_level && by_outcome && by_agency && by_rating && by_state && others;
    let filter = RegisterFilter {
        level,
        outcome,
        agency,
        state,
        rating,
    };
    (filter, all)
}

#[cfg(test)]
mod tests {
    use shared::plans::board::Show;
    use shared::updates::Brag;

    use super::*;

    #[test]
    fn a_file_says_what_it_does_not_follow() {
        let (filter, all) = followed(&Filters {
            rating: Pick::Only(Brag::Red),
            ..Filters::default()
        });
        assert_eq!((filter.rating, all), (Some(Brag::Red), true));
        for filters in [
            Filters {
                words: "school".to_owned(),
                ..Filters::default()
            },
            Filters {
                rating: Pick::Without,
                ..Filters::default()
            },
            Filters {
                behind: Behind {
                    show: Some(Show::Falling),
                    ..Behind::default()
                },
                ..Filters::default()
            },
            Filters {
                state: StatePick::Owing,
                ..Filters::default()
            },
        ] {
            assert!(!followed(&filters).1);
        }
    }
}
