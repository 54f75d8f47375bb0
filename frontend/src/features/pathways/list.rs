use leptos::prelude::*;
use shared::pathways::api::{PathwayList, PathwaySummary};
use shared::pathways::{PathwayFilter, fits};

use super::filters::{Chosen, Filters, KEYS, filter};
use super::words::levels;
use crate::api::{load, open};
use crate::dates;
use crate::features::plans::counted;
use crate::features::plans::moment::{self, AsAtBanner};
use crate::listing::Choices;
use crate::routes::Route;
use crate::ui::load::Empty;
use crate::ui::table::{Caption, Column};
use crate::ui::{
    Announcer, ButtonLink, Cell, EmptyState, Load, PageHeading, RowHeader, SearchBox, Table, Tag,
    TagColour,
};

static NAME: Column = Column::words("name", "Pathway");
static LEVELS: Column = Column::words("levels", "Levels of need");
static STAGES: Column = Column::words("stages", "Stages");
static STANDARDS: Column = Column::figures("standards", "Standards");
static FINDINGS: Column = Column::figures("findings", "Findings");
static COLUMNS: [Column; 5] = [NAME, LEVELS, STAGES, STANDARDS, FINDINGS];

/// The pathways of a plan.
#[component]
pub fn PathwaysPage(plan: String) -> impl IntoView {
    let moment = moment::here();
    let asked = plan.clone();
    let resource = load(move |client| {
        let (plan, as_at) = (asked.clone(), moment.get().as_at);
        async move {
            client
                .pathways(&plan, &PathwayFilter::default(), as_at)
                .await
        }
    });
    let empty = Empty::when(
        |list: &PathwayList| list.total == 0 && !open(&list.allowed, "create"),
        || {
            view! {
                <EmptyState title="No pathways">
                    <p>"The plan file names none, and the plan's coordinator has added none yet."</p>
                </EmptyState>
            }
        },
    );
    view! {
        <PageHeading title="Pathways" />
        <AsAtBanner as_at=Signal::derive(move || moment.get().as_at) />
        <p class="govuk-body">
            "How a child or young person comes to help, moves between levels of it, and leaves again."
        </p>
        <Load
            resource
            empty
            children=move |list: PathwayList| view! { <Pathways plan=plan.clone() list /> }
        />
    }
}

#[component]
fn Pathways(plan: String, list: PathwayList) -> impl IntoView {
    let choices = Choices::of(Route::Pathways { plan: plan.clone() }.href(), &KEYS);
    let may_create = open(&list.allowed, "create");
    let new = Route::NewPathway { plan: plan.clone() }.href();
    let items = StoredValue::new(list.items);
    let typed = choices.typed("q");
    let search = Callback::new(move |words: String| choices.choose("q", words.trim()));
    view! {
        {may_create.then(|| view! { <p><ButtonLink href=new>"Add a pathway"</ButtonLink></p> })}
        <div class="tl-filtered">
            <Filters choices items />
            <div>
                <SearchBox id="q" label="Search pathways" value=typed on_search=search />
                <Chosen choices items />
                <Found plan items choices />
            </div>
        </div>
    }
}

#[component]
fn Found(plan: String, items: StoredValue<Vec<PathwaySummary>>, choices: Choices) -> impl IntoView {
    let announcer = use_context::<Announcer>();
    move || {
        let filter = filter(choices);
        let found: Vec<PathwaySummary> = items.with_value(|items| {
            items
                .iter()
                .filter(|item| fits(item, &filter))
                .cloned()
                .collect()
        });
        let words = counted(found.len(), "pathway");
        if let Some(announcer) = announcer {
            announcer.announce(words.clone());
        }
        if found.is_empty() {
            return view! {
                <EmptyState title="No pathway fits">
                    <p class="govuk-body">
                        "Change the words or the filters, or " <a href=choices.cleared()>"show all pathways"</a> "."
                    </p>
                </EmptyState>
            }
            .into_any();
        }
        let rows = found
            .into_iter()
            .map(|pathway| view! { <PathwayRow plan=plan.clone() pathway /> })
            .collect_view();
        view! {
            <p class="tl-muted">{words}</p>
            <Table caption="Pathways" caption_style=Caption::Hidden columns=&COLUMNS>
                {rows}
            </Table>
        }
        .into_any()
    }
}

#[component]
fn PathwayRow(plan: String, pathway: PathwaySummary) -> impl IntoView {
    let PathwaySummary {
        id,
        name,
        kind,
        summary,
        level_from,
        level_to,
        stages,
        standards,
        findings,
        worked_example,
        valid_to,
        ..
    } = pathway;
    let path = Route::Pathway { plan, pathway: id }.href();
    let href = moment::href(&path, untrack(|| moment::here().get()));
    let to_findings = format!("{href}#findings");
    let levels = match levels(level_from, level_to) {
        Some(levels) => levels.into_any(),
        None => view! { <span class="tl-muted">"Not stated"</span> }.into_any(),
    };
    let staged = match stages {
        0 => view! { <Tag colour=TagColour::Amber word="No stages yet" /> }.into_any(),
        1 => "1 stage".into_any(),
        stages => format!("{stages} stages").into_any(),
    };
    let found = match findings {
        0 => view! { <span class="tl-muted">"None"</span> }.into_any(),
        1 => view! { <a href=to_findings aria-label=format!("1 finding on {name}")>"1"</a> }
            .into_any(),
        count => {
            let label = format!("{count} findings on {name}");
            view! {
                <a href=to_findings aria-label=label>
                    {count}
                </a>
            }
            .into_any()
        }
    };
    let ends = valid_to.map(|last| {
        let words = if last < dates::today() {
            format!("Closed, last day {}", dates::day(last))
        } else {
            format!("Last day {}", dates::day(last))
        };
        view! { <span class="tl-under">{words}</span> }
    });
    view! {
        <tr role="row">
            <RowHeader of=&NAME>
                <a href=href>{name.clone()}</a>
                {worked_example.then(|| view! { " " <Tag colour=TagColour::Teal word="Worked example" /> })}
                <span class="tl-under">{kind.label()} {(!summary.is_empty()).then_some(". ")} {summary}</span>
                {ends}
            </RowHeader>
            <Cell of=&LEVELS>{levels}</Cell>
            <Cell of=&STAGES>{staged}</Cell>
            <Cell of=&STANDARDS>{standards}</Cell>
            <Cell of=&FINDINGS>{found}</Cell>
        </tr>
    }
}
