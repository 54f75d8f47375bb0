//! The sections of the register and the actions in them.

use leptos::prelude::*;
use shared::plans::api::{LastReport, RegisterRow};

use super::select::{Index, Section, Selection};
use super::sight::{Arrangement, Sight};
use super::{Chooser, action_href};
use crate::dates;
use crate::features::plans::words::{counted, state_colour};
use crate::features::rating::{RatingMark, segments};
use crate::ui::table::Caption;
use crate::ui::{Cell, Column, Legend, RowHeader, StackedBar, Table, Tag, TagColour};

const ACTION: Column = Column::words("action", "Action");
const LED_BY: Column = Column::words("led_by", "Led by");
const STATE: Column = Column::words("state", "State");
const RATING: Column = Column::words("rating", "Rating");
const ENDS: Column = Column::words("ends", "Ends");
const COLUMNS: &[Column] = &[ACTION, LED_BY, STATE, RATING, ENDS];

/// The sections, each with what is drawn of it.
#[component]
pub fn Sections(
    index: StoredValue<Index>,
    arranged: Memo<Arrangement>,
    selection: Memo<Selection>,
    chooser: Chooser,
) -> impl IntoView {
    let sight = Sight::new(
        index.with_value(|index| index.register.rows.len()),
        arranged,
        selection,
    );
    let keys = move || {
        arranged
            .read()
            .sections
            .iter()
            .map(|section| (section.key.clone(), section.title.clone()))
            .collect::<Vec<_>>()
    };
    view! {
        <For
            each=keys
            key=|(key, _)| key.clone()
            children=move |(key, title)| {
                view! { <SectionView section_key=key title index arranged selection sight chooser /> }
            }
        />
    }
}

#[component]
fn SectionView(
    section_key: String,
    title: String,
    index: StoredValue<Index>,
    arranged: Memo<Arrangement>,
    selection: Memo<Selection>,
    sight: Sight,
    chooser: Chooser,
) -> impl IntoView {
    let heading_id = format!("section-{section_key}");
    let labelled_by = heading_id.clone();
    let key = section_key.clone();
    let section = Memo::new(move |_| find(&selection.read().sections, &key));
    let held = move |of: fn(&Section) -> String| section.read().as_ref().map(of);
    let bar_title = title.clone();
    let bar = move || {
        section.read().as_ref().map(|section| {
            let parts = segments(&section.counts, |_| None);
            view! { <StackedBar title=format!("{bar_title}, by rating") segments=parts legend=Legend::Hidden /> }
        })
    };
    // A section that goes away keeps what it held until it has gone.
    let rows = Memo::new(move |held: Option<&Vec<usize>>| {
        let arranged = arranged.read();
        find(&arranged.sections, &section_key)
            .map(|section| sight.drawn(arranged.reading, &section.rows))
            .or_else(|| held.cloned())
            .unwrap_or_default()
    });
    view! {
        <section class="tl-group" aria-labelledby=labelled_by hidden=move || section.read().is_none()>
            <div class="tl-group__head">
                <h2 class="tl-group__title" id=heading_id>
                    {title.clone()}
                </h2>
                <p class="tl-group__count">{move || held(|section| counted(section.rows.len(), "action"))}</p>
                <div class="tl-group__bar">{bar}</div>
            </div>
            <Table caption=title caption_style=Caption::Hidden columns=COLUMNS>
                <For
                    each=move || rows.get()
                    key=|at| *at
                    children=move |at| {
                        let hidden = move || !sight.shows(at);
                        index.with_value(|index| {
                            index.register.rows.get(at).map(|row| row_view(index, row, chooser, hidden))
                        })
                    }
                />
            </Table>
        </section>
    }
}

fn find(sections: &[Section], key: &str) -> Option<Section> {
    sections.iter().find(|section| section.key == key).cloned()
}

fn row_view<H: Fn() -> bool + Send + 'static>(
    index: &Index,
    row: &RegisterRow,
    chooser: Chooser,
    hidden: H,
) -> impl IntoView + use<H> {
    let reference = row.settled.then_some(row.reference.as_str());
    let plan = index.register.plan.slug.clone();
    let path = action_href(&plan, reference, row.id);
    // Another moment is another register, so that the address of a row never changes.
    let moment = chooser.filters().read_untracked().moment;
    let href = crate::features::plans::moment::href(&path, moment);
    let outcomes = outcomes_of(index, row);
    let findings = (row.open_findings > 0).then(|| {
        let findings = usize::try_from(row.open_findings).unwrap_or(usize::MAX);
        view! { <Tag colour=TagColour::Amber word=counted(findings, "finding") /> }
    });
    let (leads, note, state, rating) =
        (leads_of(index, row), report_note(row), row.state, row.brag);
    let differs = row.implied.filter(|_| row.differs()).map(|facts| {
        view! { <span class="tl-register__note">{format!("its dates say {}", facts.label().to_lowercase())}</span> }
    });
    let (printed, title) = (row.reference.clone(), row.title.clone());
    let ends = row
        .ends
        .as_ref()
        .map_or_else(|| "No date".to_owned(), dates::printed);
    view! {
        <tr role="row" hidden=hidden>
            <RowHeader of=&ACTION>
                <span class="tl-register__action">
                    <span class="tl-register__ref">{printed}</span>
                    <span>
                        <a href=href>{title}</a>
                        <span class="tl-register__under">{outcomes} {findings}</span>
                    </span>
                </span>
            </RowHeader>
            <Cell of=&LED_BY>{leads}</Cell>
            <Cell of=&STATE>
                <div>
                    <Tag colour=state_colour(state) word=state.label() />
                </div>
            </Cell>
            <Cell of=&RATING>
                <div>
                    <RatingMark rating />
                    {differs}
                    {note}
                </div>
            </Cell>
            <Cell of=&ENDS>{ends}</Cell>
        </tr>
    }
}

fn outcomes_of(index: &Index, row: &RegisterRow) -> String {
    row.outcomes
        .iter()
        .filter_map(|id| {
            index
                .register
                .outcomes
                .iter()
                .find(|outcome| outcome.id == *id)
        })
        .map(|outcome| outcome.name.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

/// The leads as the plan names them, each with the member that reports for it.
fn leads_of(index: &Index, row: &RegisterRow) -> AnyView {
    let name = |id| {
        index
            .agency(id)
            .map_or("Another agency", |agency| agency.name.as_str())
    };
    let leads: Vec<_> = row
        .parts
        .iter()
        .filter(|part| part.role.leads())
        .map(|part| {
            let reporter = part
                .reported_by
                .filter(|reporter| *reporter != part.agency)
                .map(|reporter| format!("{} reports", name(reporter)));
            view! {
                <li>
                    {name(part.agency).to_owned()}
                    {reporter.map(|words| view! { <span class="tl-register__note">{words}</span> })}
                </li>
            }
        })
        .collect();
    if leads.is_empty() {
        return view! { <span class="tl-muted">"Nobody"</span> }.into_any();
    }
    view! { <ul class="tl-plain-list">{leads}</ul> }.into_any()
}

/// Where the last report is older than the cycle that is shown, what it said and when.
fn report_note(row: &RegisterRow) -> Option<impl IntoView + use<>> {
    let LastReport {
        brag, accepted_at, ..
    } = row.last.clone()?;
    let words = match row.brag {
        Some(_) => format!("accepted {}", dates::day_of(accepted_at)),
        None => format!(
            "last: {}, {}",
            brag.label().to_lowercase(),
            dates::day_of(accepted_at)
        ),
    };
    Some(view! { <span class="tl-register__note">{words}</span> })
}
