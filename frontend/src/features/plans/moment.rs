//! Which moment of a plan a page shows: a reporting cycle, and the end of a day. Both stand in the address.

use chrono::NaiveDate;
use client::Moment;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use shared::updates::api::CycleRef;

use crate::dates;
use crate::routes::with_query;
use crate::ui::field::FormError;
use crate::ui::{
    Button, ButtonGroup, ButtonKind, ButtonRole, Choice, DateInput, DateParts, Details, Form,
    FormErrors, InsetText, Select,
};

/// The key of the cycle in addresses.
const CYCLE: &str = "cycle";
/// The key of the day in addresses.
const AS_AT: &str = "as_at";

/// Reads the moment from an address. What cannot be read is not chosen.
pub fn read(get: impl Fn(&str) -> Option<String>) -> Moment {
    Moment {
        cycle: get(CYCLE).and_then(|text| text.parse().ok()),
        as_at: get(AS_AT).and_then(|text| text.parse().ok()),
    }
}

/// The moment as pairs of a query; empty for what is not chosen.
pub fn pairs(moment: Moment) -> [(&'static str, String); 2] {
    let text = |value: Option<String>| value.unwrap_or_default();
    [
        (CYCLE, text(moment.cycle.map(|cycle| cycle.to_string()))),
        (AS_AT, text(moment.as_at.map(|day| day.to_string()))),
    ]
}

/// `path` at this moment.
pub fn href(path: &str, moment: Moment) -> String {
    let pairs = pairs(moment);
    with_query(
        path,
        pairs.iter().map(|(key, value)| (*key, value.as_str())),
    )
}

/// The moment of the address that the page stands at.
pub fn here() -> Memo<Moment> {
    let query = crate::routes::query();
    Memo::new(move |_| query.with(|query| read(|key| query.get(key))))
}

/// Goes to the same page with other values for some keys of its address, whatever else it says.
#[derive(Clone, Copy)]
pub struct Mover(Callback<Vec<(&'static str, String)>>);

impl Mover {
    /// The way from the page that stands at the address.
    pub fn new() -> Self {
        let (navigate, query, path) = (
            use_navigate(),
            crate::routes::query(),
            use_location().pathname,
        );
        Self(Callback::new(move |chosen: Vec<(&'static str, String)>| {
            let kept: Vec<(String, String)> = query.with_untracked(|query| {
                query
                    .clone()
                    .into_iter()
                    .map(|(key, value)| (key.into_owned(), value))
                    .filter(|(key, _)| !chosen.iter().any(|(name, _)| name == key))
                    .collect()
            });
            let all = kept
                .iter()
                .map(|(key, value)| (key.as_str(), value.as_str()))
                .chain(chosen.iter().map(|(key, value)| (*key, value.as_str())));
            let options = NavigateOptions {
                scroll: false,
                ..NavigateOptions::default()
            };
            navigate(&with_query(&path.get_untracked(), all), options);
        }))
    }

    /// Goes there; a value that is empty leaves its key out.
    pub fn set(self, chosen: Vec<(&'static str, String)>) {
        self.0.run(chosen);
    }

    fn go(self, moment: Moment) {
        self.set(pairs(moment).to_vec());
    }
}

/// Says plainly that the page does not show today. Renders nothing where it does.
#[component]
pub fn AsAtBanner(#[prop(into)] as_at: Signal<Option<NaiveDate>>) -> impl IntoView {
    let moment = here();
    let path = use_location().pathname;
    // An effect that read both the answer and the address behind it would keep the answer from being fetched anew.
    let now = move || {
        href(
            &path.get(),
            Moment {
                as_at: None,
                ..moment.get()
            },
        )
    };
    move || {
        as_at.get().map(|day| {
            view! {
                <InsetText>
                    <strong>{format!("You are looking at the end of {}. ", dates::day(day))}</strong>
                    "What has changed since then is not shown. "
                    <a href=now>"Show it as it stands now"</a>
                </InsetText>
            }
        })
    }
}

/// Where a person chooses the cycle, of those that the plan has, and the day.
#[component]
pub fn MomentChooser(
    /// The cycles of the plan, latest first.
    #[prop(into)]
    cycles: Signal<Vec<CycleRef>>,
    /// The cycle that the page shows.
    #[prop(into)]
    shown: Signal<Option<CycleRef>>,
) -> impl IntoView {
    view! {
        <div class="tl-moment">
            <CycleSelect cycles shown />
            <DayForm />
        </div>
    }
}

#[component]
fn CycleSelect(cycles: Signal<Vec<CycleRef>>, shown: Signal<Option<CycleRef>>) -> impl IntoView {
    let (mover, moment) = (Mover::new(), here());
    let value = RwSignal::new(String::new());
    Effect::new(move |_| {
        value.set(
            shown
                .get()
                .map(|cycle| cycle.id.to_string())
                .unwrap_or_default(),
        );
    });
    let choices = Signal::derive(move || {
        cycles
            .get()
            .into_iter()
            .map(|cycle| Choice::new(cycle.id.to_string(), cycle.name))
            .collect::<Vec<_>>()
    });
    let on_change = Callback::new(move |chosen: String| {
        mover.go(Moment {
            cycle: chosen.parse().ok(),
            ..moment.get_untracked()
        });
    });
    move || {
        cycles.with(|cycles| cycles.len() > 1).then(
            || view! { <Select id="cycle" label="Reporting cycle" value choices on_change /> },
        )
    }
}

/// A day in the past, opened when it is asked for.
#[component]
fn DayForm() -> impl IntoView {
    let (mover, moment) = (Mover::new(), here());
    let parts = RwSignal::new(DateParts::default());
    Effect::new(move |_| parts.set(moment.get().as_at.map(DateParts::of).unwrap_or_default()));
    let errors = FormErrors::new();
    let on_submit = Callback::new(move |()| match day_of(&parts.get_untracked()) {
        Ok(as_at) => {
            errors.clear();
            mover.go(Moment {
                as_at,
                ..moment.get_untracked()
            });
        }
        Err(message) => errors.set(vec![FormError::field("as_at", message)]),
    });
    view! {
        <Details summary="Show an earlier day">
            <Form errors on_submit>
                <DateInput
                    id="as_at"
                    legend="Show the plan as it stood at the end of"
                    hint="For example, 22 6 2018. Leave it empty to show today."
                    value=parts
                />
                <ButtonGroup>
                    <Button kind=ButtonKind::Secondary role=ButtonRole::Submit>
                        "Show this day"
                    </Button>
                </ButtonGroup>
            </Form>
        </Details>
    }
}

fn day_of(parts: &DateParts) -> Result<Option<NaiveDate>, String> {
    match parts.read() {
        Err(fault) => Err(fault.sentence("The day")),
        Ok(Some(day)) if day > dates::today() => {
            Err("The day must be today or in the past".to_owned())
        }
        Ok(day) => Ok(day),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_the_moment_and_forgets_what_it_cannot_read() {
        let moment = read(|key| (key == AS_AT).then(|| "2026-02-28".to_owned()));
        assert_eq!(href("/plans/a", moment), "/plans/a?as_at=2026-02-28");
        let none = read(|_| Some("soon".to_owned()));
        assert_eq!(href("/plans/a", none), "/plans/a");
    }
}
