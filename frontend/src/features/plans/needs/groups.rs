//! The groups of children that the plan singles out: what it offers to each, and where it offers nothing.

use leptos::prelude::*;
use shared::needs::Gap;
use shared::needs::api::{GroupGuide, GroupsGuide, PathwayOffered, ServiceOffered};
use shared::services::Standing;

use super::figures::{Figures, cited};
use super::offered::{Count, GapTag, Gaps, Listed, actions, pathway, service};
use crate::api;
use crate::features::plans::about::AboutNav;
use crate::routes::{PlanPart, Route};
use crate::ui::load::Empty;
use crate::ui::table::Caption;
use crate::ui::{Cell, Column, EmptyState, Load, PageHeading, RowHeader, Table};

static GROUP: Column = Column::words("group", "Group");
static ACTIONS: Column = Column::figures("actions", "Actions");
static PATHWAYS: Column = Column::figures("pathways", "Pathways");
static SERVICES: Column = Column::figures("services", "Services open today");
static MISSING: Column = Column::words("missing", "What is missing");
static COLUMNS: [Column; 5] = [GROUP, ACTIONS, PATHWAYS, SERVICES, MISSING];

/// The page.
#[component]
pub fn GroupsPage(plan: String) -> impl IntoView {
    let guide = api::load({
        let plan = plan.clone();
        move |client| {
            let plan = plan.clone();
            async move { client.groups(&plan).await }
        }
    });
    let caption = Signal::derive(move || {
        guide
            .get()
            .and_then(Result::ok)
            .map(|guide| guide.plan.title)
    });
    let current = Route::Groups { plan: plan.clone() };
    let empty = Empty::when(
        |guide: &GroupsGuide| guide.groups.is_empty(),
        || {
            view! {
                <EmptyState title="No groups">
                    <p>"The plan file singles none out."</p>
                </EmptyState>
            }
        },
    );
    view! {
        <PageHeading title="Groups at risk" caption />
        <AboutNav plan current />
        <Load resource=guide empty children=|guide| view! { <Guide guide /> } />
    }
}

/// How many groups lack something, in words.
fn headline(groups: &[GroupGuide]) -> String {
    let all = groups.len();
    let missing = groups.iter().filter(|group| !group.gaps.is_empty()).count();
    let bare = groups
        .iter()
        .filter(|group| group.gaps.contains(&Gap::Nothing))
        .count();
    let of = |count: usize| match count {
        0 => "none".to_owned(),
        count => count.to_string(),
    };
    format!(
        "Something is missing for {} of {all} groups; nothing at all is offered to {}.",
        of(missing),
        of(bare)
    )
}

#[component]
fn Guide(guide: GroupsGuide) -> impl IntoView {
    let GroupsGuide { plan, groups } = guide;
    let words = headline(&groups);
    let rows = groups
        .iter()
        .enumerate()
        .map(|(at, group)| view! { <GroupRow at group=group.clone() /> })
        .collect_view();
    let sections = groups
        .into_iter()
        .enumerate()
        .map(|(at, group)| view! { <Group plan=plan.slug.clone() at group /> })
        .collect_view();
    view! {
        <p class="govuk-body tl-measure">
            "What the plan offers to each group of children that it singles out. It follows from links: the actions and pathways that name the group, and the services that stand on those pathways."
        </p>
        <p class="govuk-body tl-needs__headline">{words}</p>
        <Table caption="Groups of children" caption_style=Caption::Hidden columns=&COLUMNS>
            {rows}
        </Table>
        <ul class="tl-entries tl-needs">{sections}</ul>
    }
}

fn anchor(at: usize, part: &str) -> String {
    format!("group-{}-{part}", at + 1)
}

#[component]
fn GroupRow(at: usize, group: GroupGuide) -> impl IntoView {
    let GroupGuide {
        name,
        actions,
        pathways,
        services,
        gaps,
        ..
    } = group;
    let of = |what: &str| format!(" {what} for {name}");
    let href = |part: &str| format!("#{}", anchor(at, part));
    let open = services
        .iter()
        .filter(|offered| offered.service.standing == Standing::Open)
        .count();
    let missing = if gaps.is_empty() {
        view! { <span class="tl-muted">"Nothing"</span> }.into_any()
    } else {
        gaps.into_iter()
            .map(|gap| view! { <GapTag gap /> " " })
            .collect_view()
            .into_any()
    };
    let guide = href("guide");
    let recommended = view! { <Count count=actions.len() href=href("actions") of=of("actions") /> };
    let leading = view! { <Count count=pathways.len() href=href("pathways") of=of("pathways") /> };
    let standing =
        view! { <Count count=open href=href("services") of=of("services open today") /> };
    view! {
        <tr role="row">
            <RowHeader of=&GROUP>
                <a href=guide rel="external">
                    {name}
                </a>
            </RowHeader>
            <Cell of=&ACTIONS>{recommended}</Cell>
            <Cell of=&PATHWAYS>{leading}</Cell>
            <Cell of=&SERVICES>{standing}</Cell>
            <Cell of=&MISSING>{missing}</Cell>
        </tr>
    }
}

/// A service, and the pathways of the group on which it stands where there are several.
fn offered(offered: &ServiceOffered, known: &[PathwayOffered]) -> AnyView {
    let on = (known.len() > 1).then(|| {
        let names: Vec<&str> = known
            .iter()
            .filter(|known| offered.pathways.contains(&known.pathway.id))
            .map(|known| known.pathway.name.as_str())
            .collect();
        view! { <span class="tl-entry__note">"On: " {names.join("; ")}</span> }
    });
    view! {
        {service(&offered.service)}
        {on}
    }
    .into_any()
}

/// A pathway, and where on it the group has no service.
fn leading(plan: &str, offered: &PathwayOffered) -> AnyView {
    let without = offered
        .unserved
        .then(|| without(&offered.levels_without_service))
        .map(|words| view! { <span class="tl-entry__note">{words}</span> });
    view! {
        {pathway(plan, &offered.pathway)}
        {without}
    }
    .into_any()
}

/// "No open service at levels 1 and 3".
fn without(levels: &[i32]) -> String {
    let numbers: Vec<String> = levels.iter().map(ToString::to_string).collect();
    match numbers.split_last() {
        None => "No open service".to_owned(),
        Some((only, [])) => format!("No open service at level {only}"),
        Some((last, rest)) => {
            format!("No open service at levels {} and {last}", rest.join(", "))
        }
    }
}

#[component]
fn Group(plan: String, at: usize, group: GroupGuide) -> impl IntoView {
    let GroupGuide {
        name,
        summary,
        actions: recommended,
        pathways,
        services,
        evidence,
        figures,
        gaps,
        ..
    } = group;
    let services = services.iter().map(|one| offered(one, &pathways)).collect();
    let pathways = pathways.iter().map(|one| leading(&plan, one)).collect();
    let sources: Vec<AnyView> = evidence.iter().map(|one| cited(one).into_any()).collect();
    let all = Route::PlanAbout {
        plan: plan.clone(),
        part: PlanPart::Evidence,
    }
    .href();
    view! {
        <li class="tl-entry" id=anchor(at, "guide") tabindex="-1">
            <div class="tl-entry__words">
                <h2 class="tl-entry__title">{name}</h2>
                <p class="tl-prose">{summary}</p>
                <Gaps gaps />
                {(!figures.is_empty()).then(|| view! { <Figures figures /> })}
                <div class="tl-columns tl-entry__lists">
                    <Listed
                        id=anchor(at, "actions")
                        title="Actions".to_owned()
                        none="No action speaks of them."
                        items=actions(&plan, recommended)
                    />
                    <Listed
                        id=anchor(at, "pathways")
                        title="Pathways".to_owned()
                        none="No pathway is for them."
                        items=pathways
                    />
                    <Listed
                        id=anchor(at, "services")
                        title="Services on these pathways".to_owned()
                        none="No service stands on a pathway of theirs."
                        items=services
                    />
                </div>
                {(!sources.is_empty())
                    .then(|| {
                        view! {
                            <Listed
                                id=anchor(at, "evidence")
                                title="What this rests on".to_owned()
                                none=""
                                items=sources
                            />
                            <p class="tl-entry__note">
                                <a href=all>"All evidence of the plan"</a>
                            </p>
                        }
                    })}
            </div>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use shared::ids::GroupId;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn levels_are_listed_as_people_say_them() {
        assert_eq!(without(&[]), "No open service");
        assert_eq!(without(&[4]), "No open service at level 4");
        assert_eq!(without(&[1, 2, 4]), "No open service at levels 1, 2 and 4");
    }

    #[test]
    fn the_headline_counts_what_is_missing() {
        let group = |gaps: &[Gap]| GroupGuide {
            id: GroupId(Uuid::nil()),
            name: "Care leavers".to_owned(),
            summary: String::new(),
            actions: Vec::new(),
            pathways: Vec::new(),
            services: Vec::new(),
            evidence: Vec::new(),
            figures: Vec::new(),
            gaps: gaps.to_vec(),
        };
        assert_eq!(
            headline(&[group(&[Gap::Nothing]), group(&[Gap::NoService]), group(&[])]),
            "Something is missing for 2 of 3 groups; nothing at all is offered to 1."
        );
        assert_eq!(
            headline(&[group(&[])]),
            "Something is missing for none of 1 groups; nothing at all is offered to none."
        );
    }
}
