use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::agencies::api::{AgencyList, AgencyView, PatchAgency};
use shared::ids::AgencyId;
use shared::text::{NAME_MAX, PASSAGE_MAX, line};

use super::fields::{agencies, change, filled};
use crate::api::{ChangedMeanwhile, Sending, load, show, stale};
use crate::routes::Route;
use crate::ui::field::FormError;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonRole, Choice, ErrorSummary, FieldWidth, Form,
    FormErrors, Load, NavItem, Notice, NoticeKind, Notices, PageHeading, Radios, Select, TextArea,
    TextField,
};

/// Where the details of an agency are changed.
#[component]
pub fn AgencyEditPage(agency: AgencyId) -> impl IntoView {
    let errors = FormErrors::new();
    let resource = load(move |client| async move {
        Ok((client.agency(agency).await?, client.agencies().await?))
    });
    let caption = Signal::derive(move || Some(resource.get()?.ok()?.0.name));
    view! {
        <Breadcrumbs items=vec![
            NavItem::new("Agencies", Route::Agencies.href()),
            NavItem::new("Agency", Route::Agency { agency }.href()),
        ] />
        <ErrorSummary errors />
        <PageHeading title="Change the details" caption errors />
        <Load
            resource
            children=move |(agency, list): (AgencyView, AgencyList)| view! { <EditForm agency list errors /> }
        />
    }
}

const YES: &str = "yes";
const NO: &str = "no";

/// The fields as they are typed.
#[derive(Clone, Copy)]
struct Typed {
    name: RwSignal<String>,
    abbreviation: RwSignal<String>,
    parent: RwSignal<String>,
    aliases: RwSignal<String>,
    is_class: RwSignal<String>,
    reported_by: RwSignal<String>,
    note: RwSignal<String>,
}

impl Typed {
    fn of(agency: &AgencyView) -> Self {
        let text = |text: Option<String>| RwSignal::new(text.unwrap_or_default());
        let id = |agency: &Option<shared::agencies::api::AgencyRef>| {
            text(agency.as_ref().map(|agency| agency.id.to_string()))
        };
        Self {
            name: text(Some(agency.name.clone())),
            abbreviation: text(agency.abbreviation.clone()),
            parent: id(&agency.parent),
            aliases: text(Some(agency.aliases.join("\n"))),
            is_class: text(Some(if agency.is_class { YES } else { NO }.to_owned())),
            reported_by: id(&agency.reported_by),
            note: text(agency.note.clone()),
        }
    }

    fn all(self) -> [RwSignal<String>; 7] {
        let Self {
            name,
            abbreviation,
            parent,
            aliases,
            is_class,
            reported_by,
            note,
        } = self;
        [
            name,
            abbreviation,
            parent,
            aliases,
            is_class,
            reported_by,
            note,
        ]
    }

    /// Takes what somebody else wrote, where the person has typed nothing of their own.
    fn take(self, before: &AgencyView, now: &AgencyView) {
        let readings = Self::of(before).all().into_iter().zip(Self::of(now).all());
        for (typed, (before, now)) in self.all().into_iter().zip(readings) {
            if typed.get_untracked() == before.get_untracked() {
                typed.set(now.get_untracked());
            }
        }
    }

    /// What differs from the record as it was read.
    fn read(self, agency: &AgencyView) -> Result<PatchAgency, Vec<FormError>> {
        let name = self
            .name
            .with_untracked(|name| line("/name", "the agency's name", name, NAME_MAX))
            .map_err(|fault| vec![FormError::from(fault)])?;
        let aliases: Vec<String> = self
            .aliases
            .with_untracked(|text| text.lines().filter_map(filled).collect());
        let is_class = self.is_class.with_untracked(|answer| answer == YES);
        let reported_by = is_class
            .then(|| self.reported_by.with_untracked(|id| id.parse().ok()))
            .flatten();
        Ok(PatchAgency {
            name: change(Some(&agency.name), Some(name)),
            abbreviation: change(
                agency.abbreviation.as_ref(),
                self.abbreviation.with_untracked(|text| filled(text)),
            ),
            parent: change(
                agency.parent.as_ref().map(|parent| &parent.id),
                self.parent.with_untracked(|id| id.parse().ok()),
            ),
            aliases: change(Some(&agency.aliases), Some(aliases)),
            is_class: change(Some(&agency.is_class), Some(is_class)),
            reported_by: change(
                agency.reported_by.as_ref().map(|member| &member.id),
                reported_by,
            ),
            note: change(
                agency.note.as_ref(),
                self.note.with_untracked(|text| filled(text)),
            ),
        })
    }
}

#[component]
fn EditForm(agency: AgencyView, list: AgencyList, errors: FormErrors) -> impl IntoView {
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let go = use_navigate();
    let id = agency.id;
    let here = Route::Agency { agency: id }.href();
    let typed = Typed::of(&agency);
    let read = RwSignal::new(agency);
    let changed = RwSignal::new(Vec::new());
    let back = here.clone();
    let submit = Callback::new(move |()| {
        let before = read.get_untracked();
        let form = match typed.read(&before) {
            Ok(form) => form,
            Err(faults) => return errors.set(faults),
        };
        errors.clear();
        if form == PatchAgency::default() {
            return go(&here, NavigateOptions::default());
        }
        let (go, here) = (go.clone(), here.clone());
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.patch_agency(id, before.version, &form).await }
            },
            move |answer| match answer {
                Ok(_) => {
                    if let Some(notices) = notices {
                        notices.next(Notice {
                            kind: NoticeKind::Success,
                            text: "The details have been changed.".to_owned(),
                        });
                    }
                    go(&here, NavigateOptions::default());
                }
                Err(fault) => {
                    if let Some(now) = stale::<AgencyView>(&fault) {
                        let before = read.get_untracked();
                        changed.set(differences(&before, &now));
                        typed.take(&before, &now);
                        read.set(now);
                    }
                    show(errors, &fault);
                }
            },
        );
    });
    view! {
        <ChangedMeanwhile fields=changed />
        <Form errors on_submit=submit>
            <Fields typed id list />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Save"
                </Button>
                <a href=back>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}

#[component]
fn Fields(typed: Typed, id: AgencyId, list: AgencyList) -> impl IntoView {
    let parents = agencies(&list.items, Some(id), "Nothing", |_| true);
    let reporters = agencies(&list.items, Some(id), "Nobody yet", |agency| {
        !agency.is_class
    });
    view! {
        <TextField
            id="name"
            label="Name"
            hint="Corrects a name. An agency that really changes its name is renamed by a succession, so that what it reported before keeps the old one"
            value=typed.name
        />
        <TextField id="abbreviation" label="Short name (optional)" value=typed.abbreviation width=FieldWidth::Twenty />
        <TextArea id="aliases" label="Other names (optional)" hint="One on each line" value=typed.aliases rows=4 />
        <Select id="parent" label="Part of" value=typed.parent choices=Signal::stored(parents) />
        <Radios
            id="is_class"
            legend="Does it stand for a class of agencies?"
            hint="For example, all schools. A class has no accounts, and a member reports for it"
            value=typed.is_class
            choices=vec![Choice::new(YES, "Yes"), Choice::new(NO, "No")]
        />
        {move || {
            typed
                .is_class
                .with(|answer| answer == YES)
                .then(|| {
                    let choices = Signal::stored(reporters.clone());
                    view! { <Select id="reported_by" label="Who reports for it" value=typed.reported_by choices /> }
                })
        }}
        <TextArea id="note" label="Note (optional)" value=typed.note limit=PASSAGE_MAX />
    }
}

/// What somebody else changed between two readings, and what it says now.
fn differences(before: &AgencyView, now: &AgencyView) -> Vec<(String, String)> {
    let name = |agency: &Option<shared::agencies::api::AgencyRef>| {
        agency
            .as_ref()
            .map_or_else(|| "none".to_owned(), |agency| agency.name.clone())
    };
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "none".to_owned());
    let class = |agency: &AgencyView| if agency.is_class { "yes" } else { "no" }.to_owned();
    let told = |agency: &AgencyView| {
        [
            ("Name", agency.name.clone()),
            ("Short name", text(&agency.abbreviation)),
            ("Other names", agency.aliases.join(", ")),
            ("Part of", name(&agency.parent)),
            ("Stands for a class", class(agency)),
            ("Who reports for it", name(&agency.reported_by)),
            ("Note", text(&agency.note)),
        ]
    };
    told(before)
        .into_iter()
        .zip(told(now))
        .filter(|(before, now)| before != now)
        .map(|(_, (name, now))| (name.to_owned(), now))
        .collect()
}
