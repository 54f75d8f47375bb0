use leptos::prelude::*;
use shared::auth::api::{PersonList, PersonState, PersonView};
use shared::policy::Role;

use super::roles::RoleWords;
use super::state::StateTag;
use crate::api::{load, open};
use crate::dates;
use crate::listing::{Choices, matches};
use crate::routes::Route;
use crate::ui::table::{Caption, Column};
use crate::ui::{
    Announcer, ButtonLink, Cell, Choice, EmptyState, FilterPanel, FilterTag, Load, PageHeading,
    RowHeader, SearchBox, Select, SelectedFilters, Table,
};

/// The people that the caller may know of.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let people = load(|client| async move { client.people().await });
    view! {
        <PageHeading title="People" />
        <Load resource=people children=move |list: PersonList| view! { <People list /> } />
    }
}

static NAME: Column = Column::words("name", "Name");
static ROLES: Column = Column::words("roles", "Roles");
static STATE: Column = Column::words("state", "Account");
static SEEN: Column = Column::words("seen", "Last signed in");
static COLUMNS: [Column; 4] = [NAME, ROLES, STATE, SEEN];

const STATES: [(&str, PersonState); 3] = [
    ("active", PersonState::Active),
    ("invited", PersonState::Invited),
    ("closed", PersonState::Disabled),
];

#[component]
fn People(list: PersonList) -> impl IntoView {
    let choices = Choices::of(Route::People.href(), &["q", "role", "state"]);
    let all = list.items.len();
    let items = StoredValue::new(list.items);
    let typed = choices.typed("q");
    let found = Memo::new(move |_| {
        let (words, role, state) = (typed.get(), choices.get("role"), choices.get("state"));
        items.with_value(|items| {
            items
                .iter()
                .filter(|person| fits(person, &words, &role, &state))
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let counted = Signal::derive(move || format!("{} of {all} people", found.with(Vec::len)));
    let announcer = use_context::<Announcer>();
    Effect::new(move |earlier: Option<()>| {
        let words = counted.get();
        if let (Some(()), Some(announcer)) = (earlier, announcer) {
            announcer.announce(words);
        }
    });
    let search = Callback::new(move |words: String| choices.choose("q", words.trim()));
    view! {
        {open(&list.allowed, "invite")
            .then(|| view! { <p><ButtonLink href=Route::Invite.href()>"Invite a person"</ButtonLink></p> })}
        <div class="tl-filtered">
            <FilterPanel>
                <Filters choices />
            </FilterPanel>
            <div>
                <SearchBox id="q" label="Search by name or email address" value=typed on_search=search />
                <SelectedFilters tags=Signal::derive(move || tags(choices)) clear=Signal::derive(move || choices.cleared()) />
                <p class="tl-muted">{counted}</p>
                {move || {
                    let people = found.get();
                    if people.is_empty() {
                        view! { <NobodyFound choices /> }.into_any()
                    } else {
                        view! { <PeopleTable people /> }.into_any()
                    }
                }}
            </div>
        </div>
    }
}

#[component]
fn Filters(choices: Choices) -> impl IntoView {
    let (role, on_role) = choices.select("role");
    let (state, on_state) = choices.select("state");
    let any = |words: &str| std::iter::once(Choice::new("", words));
    let roles: Vec<Choice> = any("Any role")
        .chain(
            Role::ALL
                .iter()
                .filter(|role| role.for_people())
                .map(|role| Choice::new(role.code(), role.label())),
        )
        .collect();
    let states: Vec<Choice> = any("Any")
        .chain(
            STATES
                .iter()
                .map(|(code, state)| Choice::new(*code, state.label())),
        )
        .collect();
    view! {
        <Select id="role" label="Role" value=role choices=Signal::stored(roles) on_change=on_role />
        <Select id="state" label="Account" value=state choices=Signal::stored(states) on_change=on_state />
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
    let (role, state) = (choices.get("role"), choices.get("state"));
    let role = Role::from_code(&role).map(Role::label);
    let state = state_of(&state).map(PersonState::label);
    [tag("role", "Role", role), tag("state", "Account", state)]
        .into_iter()
        .flatten()
        .collect()
}

fn state_of(code: &str) -> Option<PersonState> {
    STATES
        .into_iter()
        .find(|(own, _)| *own == code)
        .map(|(_, state)| state)
}

fn fits(person: &PersonView, words: &str, role: &str, state: &str) -> bool {
    let held = role.is_empty() || person.grants.iter().any(|grant| grant.role.code() == role);
    let stands = state.is_empty() || state_of(state) == Some(person.state);
    held && stands && matches(words, &[&person.name, &person.email])
}

#[component]
fn NobodyFound(choices: Choices) -> impl IntoView {
    view! {
        <EmptyState title="Nobody fits">
            <p class="govuk-body">
                "Change the words or the filters, or " <a href=choices.cleared()>"show everyone"</a> "."
            </p>
        </EmptyState>
    }
}

#[component]
fn PeopleTable(people: Vec<PersonView>) -> impl IntoView {
    let rows = people
        .into_iter()
        .map(|person| {
            let seen = person
                .last_signed_in_at
                .map_or_else(|| "Never".to_owned(), dates::day_of);
            view! {
                <tr role="row">
                    <RowHeader of=&NAME>
                        <a href=Route::Person { person: person.id }.href()>{person.name}</a>
                        <span class="tl-under">{person.email}</span>
                    </RowHeader>
                    <Cell of=&ROLES>
                        <RoleWords grants=person.grants />
                    </Cell>
                    <Cell of=&STATE>
                        <StateTag state=person.state />
                    </Cell>
                    <Cell of=&SEEN>{seen}</Cell>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table caption="People" caption_style=Caption::Hidden columns=&COLUMNS>
            {rows}
        </Table>
    }
}
