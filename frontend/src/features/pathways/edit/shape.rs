//! The rows of the form that make the graph: doors, stages, moves and ways out.

use leptos::prelude::*;
use shared::pathways::{ExitKind, MoveKind};
use shared::services::{HIGHEST_LEVEL, WayIn};
use shared::text::PASSAGE_MAX;

use super::known::Known;
use super::typed::{DoorRow, ExitRow, MoveRow, StageRow, Typed};
use crate::ui::{
    AddRow, Checkboxes, Choice, Details, RowButtons, Rows, Select, TextArea, TextField,
};

/// The id of the list of services that can be named.
pub const SERVICES: &str = "services-known";

fn first(words: &str, choices: impl IntoIterator<Item = Choice>) -> Signal<Vec<Choice>> {
    Signal::stored(
        std::iter::once(Choice::new("", words))
            .chain(choices)
            .collect(),
    )
}

/// The stages by their names, as they are typed just now.
pub fn stage_choices(typed: Typed, none: &'static str) -> Signal<Vec<Choice>> {
    Signal::derive(move || {
        let stages = typed.stages.get().into_iter().enumerate();
        std::iter::once(Choice::new("", none))
            .chain(stages.map(|(at, row)| Choice::new(row.key.get_value(), row.called(at))))
            .collect()
    })
}

impl StageRow {
    /// Its name, or its number while it has none.
    fn called(self, at: usize) -> String {
        self.name.with(|name| match name.trim() {
            "" => format!("Stage {}", at + 1),
            name => name.to_owned(),
        })
    }
}

/// Who can get in, and where.
#[component]
pub fn Doors(typed: Typed) -> impl IntoView {
    let to = stage_choices(typed, "Not known");
    let rows = move || {
        typed
            .doors
            .get()
            .into_iter()
            .enumerate()
            .map(|(at, row)| view! { <Door typed at row to /> })
            .collect_view()
    };
    let add = Callback::new(move |()| {
        typed.doors.add(
            || DoorRow::of(None),
            |at| format!("graph-entry_routes-{at}-way"),
        );
    });
    view! {
        <section class="tl-rows" id="graph-entry_routes" aria-labelledby="rows-doors">
            <h2 class="govuk-heading-m" id="rows-doors">
                "Ways in"
            </h2>
            {rows}
            <AddRow id="add-door" words="Add a way in" add />
        </section>
    }
}

#[component]
fn Door(typed: Typed, at: usize, row: DoorRow, to: Signal<Vec<Choice>>) -> impl IntoView {
    let id = format!("graph-entry_routes-{at}");
    let number = at + 1;
    let ways = WayIn::ALL
        .iter()
        .map(|way| Choice::new(way.code(), way.label()));
    let remove = Callback::new(move |()| typed.doors.remove(at, "add-door".to_owned()));
    view! {
        <fieldset class="govuk-fieldset tl-row" id=id.clone()>
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{format!("Way in {number}")}</legend>
            <div class="tl-row__fields">
                <Select
                    id=format!("{id}-way")
                    label="Who can ask"
                    value=row.way
                    choices=first("Somebody else, in words", ways)
                />
                <Select id=format!("{id}-to") label="Leads to" value=row.to choices=to />
                <TextField id=format!("{id}-words") label="In words (optional)" value=row.words />
            </div>
            <RowButtons what=format!("way in {number}") up=None remove />
        </fieldset>
    }
}

/// The stages.
#[component]
pub fn Stages(typed: Typed, known: StoredValue<Known>) -> impl IntoView {
    let rows = move || {
        typed
            .stages
            .get()
            .into_iter()
            .enumerate()
            .map(|(at, row)| view! { <StageFields typed known at row /> })
            .collect_view()
    };
    let add = Callback::new(move |()| {
        let key = typed.new_key();
        typed.stages.add(
            || known.with_value(|known| StageRow::new(key, known)),
            |at| format!("graph-stages-{at}-name"),
        );
    });
    view! {
        <section class="tl-rows" id="graph-stages" aria-labelledby="rows-stages">
            <h2 class="govuk-heading-m" id="rows-stages">
                "Stages"
            </h2>
            <p class="govuk-body">"In the order in which you would tell somebody about them."</p>
            {rows}
            <AddRow id="add-stage" words="Add a stage" add />
        </section>
    }
}

#[component]
fn StageFields(typed: Typed, known: StoredValue<Known>, at: usize, row: StageRow) -> impl IntoView {
    let id = format!("graph-stages-{at}");
    let number = at + 1;
    let levels =
        (1..=HIGHEST_LEVEL).map(|level| Choice::new(level.to_string(), format!("Level {level}")));
    let remove = Callback::new(move |()| typed.stages.remove(at, "add-stage".to_owned()));
    let up = (at > 0).then(|| {
        Callback::new(move |()| typed.stages.up(at, |at| format!("graph-stages-{at}-name")))
    });
    let groups_id = format!("{id}-groups");
    view! {
        <fieldset class="govuk-fieldset tl-row" id=id.clone()>
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">
                {move || format!("Stage {number}: {}", row.called(at))}
            </legend>
            <div class="tl-row__fields">
                <TextField id=format!("{id}-name") label="Name" value=row.name />
                <Select
                    id=format!("{id}-level")
                    label="Level of need"
                    value=row.level
                    choices=first("Choose a level", levels)
                />
            </div>
            <TextArea
                id=format!("{id}-what")
                label="What happens (optional)"
                value=row.what
                limit=PASSAGE_MAX
                rows=2
            />
            <ServiceRows id=format!("{id}-services") legend=format!("Services that hold stage {number}") rows=row.services />
            <Details summary="Only for some groups">
                <StageGroups id=groups_id typed known values=row.groups />
            </Details>
            <RowButtons what=format!("stage {number}") up remove />
        </fieldset>
    }
}

/// The groups that a stage is for: those of the pathway, and those that it has already.
#[component]
fn StageGroups(
    id: String,
    typed: Typed,
    known: StoredValue<Known>,
    values: RwSignal<Vec<String>>,
) -> impl IntoView {
    let own = values.get_untracked();
    move || {
        let chosen = typed.groups.get();
        let choices: Vec<Choice> = known.with_value(|known| {
            known
                .groups
                .iter()
                .map(|group| Choice::new(group.id.to_string(), group.name.clone()))
                .filter(|choice| chosen.contains(&choice.value) || own.contains(&choice.value))
                .collect()
        });
        if choices.is_empty() {
            return view! { <p class="govuk-body">"Choose the groups of the pathway first, further down."</p> }
                .into_any();
        }
        view! {
            <Checkboxes id=id.clone() legend="Groups" hint="Choose none if the stage is for everybody" values choices />
        }
        .into_any()
    }
}

/// Services by name, a row each.
#[component]
pub fn ServiceRows(
    id: String,
    #[prop(into)] legend: String,
    rows: Rows<RwSignal<String>>,
) -> impl IntoView {
    let id = StoredValue::new(id);
    let place = move |at: usize| id.with_value(|id| format!("{id}-{at}"));
    let button = id.with_value(|id| format!("{id}-add"));
    let after = StoredValue::new(button.clone());
    let said = legend.clone();
    let list = move || {
        let said = said.clone();
        rows.get()
            .into_iter()
            .enumerate()
            .map(|(at, name)| {
                let number = at + 1;
                let remove = Callback::new(move |()| rows.remove(at, after.get_value()));
                view! {
                    <div class="tl-pathway__service">
                        <TextField
                            id=place(at)
                            label=format!("Service {number}")
                            value=name
                            autocomplete="off"
                            suggestions=SERVICES
                        />
                        <RowButtons what=format!("service {number} of {said}") up=None remove />
                    </div>
                }
            })
            .collect_view()
    };
    let add = Callback::new(move |()| rows.add(|| RwSignal::new(String::new()), place));
    view! {
        <fieldset class="govuk-fieldset tl-pathway__services" id=id.get_value()>
            <legend class="govuk-fieldset__legend">{legend}</legend>
            {list}
            <AddRow id=button words="Add a service" add />
        </fieldset>
    }
}

/// The ways between stages.
#[component]
pub fn Moves(typed: Typed) -> impl IntoView {
    let stages = stage_choices(typed, "Choose a stage");
    let rows = move || {
        typed
            .moves
            .get()
            .into_iter()
            .enumerate()
            .map(|(at, row)| view! { <MoveFields typed at row stages /> })
            .collect_view()
    };
    let add = Callback::new(move |()| {
        typed
            .moves
            .add(|| MoveRow::of(None), |at| format!("graph-moves-{at}-from"));
    });
    view! {
        <section class="tl-rows" id="graph-moves" aria-labelledby="rows-moves">
            <h2 class="govuk-heading-m" id="rows-moves">
                "Moves between stages"
            </h2>
            {rows}
            <AddRow id="add-move" words="Add a move" add />
        </section>
    }
}

#[component]
fn MoveFields(typed: Typed, at: usize, row: MoveRow, stages: Signal<Vec<Choice>>) -> impl IntoView {
    let id = format!("graph-moves-{at}");
    let number = at + 1;
    let kinds: Vec<Choice> = MoveKind::ALL
        .iter()
        .map(|kind| Choice::new(kind.code(), kind.label()))
        .collect();
    let remove = Callback::new(move |()| typed.moves.remove(at, "add-move".to_owned()));
    view! {
        <fieldset class="govuk-fieldset tl-row" id=id.clone()>
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{format!("Move {number}")}</legend>
            <div class="tl-row__fields">
                <Select id=format!("{id}-from") label="From" value=row.from choices=stages />
                <Select id=format!("{id}-kind") label="Which way" value=row.kind choices=Signal::stored(kinds) />
                <Select id=format!("{id}-to") label="To" value=row.to choices=stages />
                <TextField id=format!("{id}-when") label="When (optional)" value=row.when />
            </div>
            <RowButtons what=format!("move {number}") up=None remove />
        </fieldset>
    }
}

/// The ways out.
#[component]
pub fn Exits(typed: Typed, known: StoredValue<Known>) -> impl IntoView {
    let stages = stage_choices(typed, "Choose a stage");
    let rows = move || {
        typed
            .exits
            .get()
            .into_iter()
            .enumerate()
            .map(|(at, row)| view! { <ExitFields typed at row stages /> })
            .collect_view()
    };
    let add = Callback::new(move |()| {
        typed.exits.add(
            || known.with_value(|known| ExitRow::of(None, known)),
            |at| format!("graph-exits-{at}-from"),
        );
    });
    view! {
        <section class="tl-rows" id="graph-exits" aria-labelledby="rows-exits">
            <h2 class="govuk-heading-m" id="rows-exits">
                "Ways out"
            </h2>
            {rows}
            <AddRow id="add-exit" words="Add a way out" add />
        </section>
    }
}

#[component]
fn ExitFields(typed: Typed, at: usize, row: ExitRow, stages: Signal<Vec<Choice>>) -> impl IntoView {
    let id = format!("graph-exits-{at}");
    let number = at + 1;
    let kinds: Vec<Choice> = ExitKind::ALL
        .iter()
        .map(|kind| Choice::new(kind.code(), kind.label()))
        .collect();
    let remove = Callback::new(move |()| typed.exits.remove(at, "add-exit".to_owned()));
    view! {
        <fieldset class="govuk-fieldset tl-row" id=id.clone()>
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{format!("Way out {number}")}</legend>
            <div class="tl-row__fields">
                <Select id=format!("{id}-from") label="From" value=row.from choices=stages />
                <Select id=format!("{id}-kind") label="How" value=row.kind choices=Signal::stored(kinds) />
                <TextField id=format!("{id}-words") label="Where to, in words (optional)" value=row.words />
                <TextField
                    id=format!("{id}-service")
                    label="Service that takes over (optional)"
                    value=row.service
                    autocomplete="off"
                    suggestions=SERVICES
                />
            </div>
            <TextField id=format!("{id}-way_back") label="Way back (optional)" value=row.way_back />
            <RowButtons what=format!("way out {number}") up=None remove />
        </fieldset>
    }
}
