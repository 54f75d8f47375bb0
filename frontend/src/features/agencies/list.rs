use leptos::prelude::*;
use shared::agencies::AgencyKind;
use shared::agencies::api::{AgencyList, AgencySummary};
use shared::policy::{Resource, Target, Verb};

use super::standing::{StandingTags, ended};
use crate::api::{load, open};
use crate::listing::{Choices, matches};
use crate::routes::Route;
use crate::session::Session;
use crate::ui::table::{Caption, Column};
use crate::ui::{
    Announcer, ButtonLink, Cell, Choice, EmptyState, FilterPanel, FilterTag, Load, PageHeading,
    RowHeader, SearchBox, Select, SelectedFilters, Table,
};

/// The agencies of the partnership.
#[component]
pub fn AgenciesPage() -> impl IntoView {
    let agencies = load(|client| async move { client.agencies().await });
    let may_see_agreements =
        Session::here().can(Verb::List, Resource::Agreement, &Target::default());
    view! {
        <PageHeading title="Agencies" />
        {may_see_agreements
            .then(|| {
                view! { <p class="govuk-body"><a href=Route::Agreements.href()>"Sharing agreements"</a></p> }
            })}
        <Load resource=agencies children=move |list: AgencyList| view! { <Agencies list /> } />
    }
}

static NAME: Column = Column::words("name", "Agency");
static KIND: Column = Column::words("kind", "Kind");
static PARENT: Column = Column::words("parent", "Part of");
static LEADS: Column = Column::figures("leads", "Leads");
static SUPPORTS: Column = Column::figures("supports", "Has another part in");
static COLUMNS: [Column; 5] = [NAME, KIND, PARENT, LEADS, SUPPORTS];

/// Which agencies to show, besides all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Current,
    Classes,
    Ended,
}

impl Shown {
    const ALL: [Self; 3] = [Self::Current, Self::Classes, Self::Ended];

    const fn code(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Classes => "classes",
            Self::Ended => "ended",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Current => "Agencies of today",
            Self::Classes => "Classes of agencies",
            Self::Ended => "Ended agencies",
        }
    }

    fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shown| shown.code() == code)
    }

    fn fits(self, agency: &AgencySummary) -> bool {
        match self {
            Self::Current => !agency.is_class && !ended(agency.valid_to),
            Self::Classes => agency.is_class,
            Self::Ended => ended(agency.valid_to),
        }
    }
}

fn fits(agency: &AgencySummary, words: &str, kind: &str, shown: &str) -> bool {
    let of_kind = kind.is_empty() || agency.kind.code() == kind;
    let stands = Shown::of(shown).is_none_or(|shown| shown.fits(agency));
    let short = agency.abbreviation.as_deref().unwrap_or_default();
    of_kind && stands && matches(words, &[&agency.name, short])
}

#[component]
fn Agencies(list: AgencyList) -> impl IntoView {
    let choices = Choices::of(Route::Agencies.href(), &["q", "kind", "show"]);
    let all = list.items.len();
    let kinds = kinds_of(&list.items);
    let items = StoredValue::new(list.items);
    let typed = choices.typed("q");
    let found = Memo::new(move |_| {
        let (words, kind, shown) = (typed.get(), choices.get("kind"), choices.get("show"));
        items.with_value(|items| {
            items
                .iter()
                .filter(|agency| fits(agency, &words, &kind, &shown))
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let counted = Signal::derive(move || format!("{} of {all} agencies", found.with(Vec::len)));
    let announcer = use_context::<Announcer>();
    Effect::new(move |earlier: Option<()>| {
        let words = counted.get();
        if let (Some(()), Some(announcer)) = (earlier, announcer) {
            announcer.announce(words);
        }
    });
    let search = Callback::new(move |words: String| choices.choose("q", words.trim()));
    view! {
        {open(&list.allowed, "create")
            .then(|| view! { <p><ButtonLink href=Route::NewAgency.href()>"Add an agency"</ButtonLink></p> })}
        <div class="tl-filtered">
            <FilterPanel>
                <Filters choices kinds />
            </FilterPanel>
            <div>
                <SearchBox id="q" label="Search by name" value=typed on_search=search />
                <SelectedFilters tags=Signal::derive(move || tags(choices)) clear=Signal::derive(move || choices.cleared()) />
                <p class="tl-muted">{counted}</p>
                {move || {
                    let agencies = found.get();
                    if agencies.is_empty() {
                        view! { <NoneFound choices all /> }.into_any()
                    } else {
                        view! { <AgencyTable agencies /> }.into_any()
                    }
                }}
            </div>
        </div>
    }
}

/// The kinds that occur, by their words.
fn kinds_of(agencies: &[AgencySummary]) -> Vec<Choice> {
    let occurring = AgencyKind::ALL
        .iter()
        .filter(|kind| agencies.iter().any(|agency| agency.kind == **kind))
        .map(|kind| Choice::new(kind.code(), kind.label()));
    std::iter::once(Choice::new("", "Any kind"))
        .chain(occurring)
        .collect()
}

#[component]
fn Filters(choices: Choices, kinds: Vec<Choice>) -> impl IntoView {
    let (kind, on_kind) = choices.select("kind");
    let (shown, on_shown) = choices.select("show");
    let all = std::iter::once(Choice::new("", "All"))
        .chain(
            Shown::ALL
                .into_iter()
                .map(|shown| Choice::new(shown.code(), shown.label())),
        )
        .collect::<Vec<_>>();
    view! {
        <Select id="kind" label="Kind" value=kind choices=Signal::stored(kinds) on_change=on_kind />
        <Select id="show" label="Show" value=shown choices=Signal::stored(all) on_change=on_shown />
    }
}

fn tags(choices: Choices) -> Vec<FilterTag> {
    let tag = |key: &'static str, group: &str, label: Option<&str>| {
        label.map(|label| FilterTag {
            group: group.to_owned(),
            value: label.to_owned(),
            href: choices.href(&[(key, "")]),
        })
    };
    let kind = AgencyKind::from_code(&choices.get("kind")).map(AgencyKind::label);
    let shown = Shown::of(&choices.get("show")).map(Shown::label);
    [tag("kind", "Kind", kind), tag("show", "Show", shown)]
        .into_iter()
        .flatten()
        .collect()
}

#[component]
fn NoneFound(choices: Choices, all: usize) -> impl IntoView {
    if all == 0 {
        return view! {
            <EmptyState title="No agencies yet">
                <p class="govuk-body">
                    "Agencies come with the first plan that is brought in. An administrator can also add them one by one."
                </p>
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <EmptyState title="No agency fits">
            <p class="govuk-body">
                "Change the words or the filters, or " <a href=choices.cleared()>"show all agencies"</a> "."
            </p>
        </EmptyState>
    }
    .into_any()
}

#[component]
fn AgencyTable(agencies: Vec<AgencySummary>) -> impl IntoView {
    let rows = agencies
        .into_iter()
        .map(|agency| view! { <AgencyRow agency /> })
        .collect_view();
    view! {
        <Table caption="Agencies" caption_style=Caption::Hidden columns=&COLUMNS>
            {rows}
        </Table>
    }
}

#[component]
fn AgencyRow(agency: AgencySummary) -> impl IntoView {
    let reporter = agency
        .reported_by
        .map(|member| format!("{} reports for it", member.name));
    let parent = agency.parent.map(
        |parent| view! { <a href=Route::Agency { agency: parent.id }.href()>{parent.name}</a> },
    );
    view! {
        <tr role="row">
            <RowHeader of=&NAME>
                <a href=Route::Agency { agency: agency.id }.href()>{agency.name}</a>
                {agency.abbreviation.map(|short| view! { <span class="tl-muted">" (" {short} ")"</span> })}
                " "
                <StandingTags is_class=agency.is_class valid_to=agency.valid_to />
                {reporter.map(|words| view! { <span class="tl-under">{words}</span> })}
            </RowHeader>
            <Cell of=&KIND>{agency.kind.label()}</Cell>
            <Cell of=&PARENT>{parent}</Cell>
            <Cell of=&LEADS>{agency.leads}</Cell>
            <Cell of=&SUPPORTS>{agency.supports}</Cell>
        </tr>
    }
}
