//! Deciding a finding, and what the checks that run again make of it.

use std::collections::HashSet;

use client::Fault;
use leptos::prelude::*;
use shared::ids::FindingId;
use shared::plans::api::{
    DecideFinding, FindingDecided, FindingDecision, FindingState, FindingView,
};
use shared::problem::ErrorCode;
use shared::text::PASSAGE_MAX;

use crate::api::{Sending, Server, show};
use crate::features::plans::action::{Standing, standing};
use crate::features::plans::words::counted;
use crate::ui::{
    Button, ButtonGroup, ButtonKind, ButtonRole, ErrorSummary, Form, FormErrors, InsetText, Notice,
    NoticeKind, Notices, TextArea,
};

/// The list that decisions change.
#[derive(Clone, Copy)]
pub struct Decisions {
    plan: StoredValue<String>,
    items: RwSignal<Vec<FindingView>>,
    decided: RwSignal<HashSet<FindingId>>,
    server: Server,
    notices: Option<Notices>,
}

impl Decisions {
    /// Decisions on these findings of a plan.
    pub fn new(plan: String, items: RwSignal<Vec<FindingView>>) -> Self {
        Self {
            plan: StoredValue::new(plan),
            items,
            decided: RwSignal::new(HashSet::new()),
            server: Server::here(),
            notices: use_context(),
        }
    }

    /// The findings decided since the person came to this view.
    pub fn decided(self) -> HashSet<FindingId> {
        self.decided.get()
    }

    /// The person goes to another view.
    pub fn forget(self) {
        self.decided.update(HashSet::clear);
    }

    fn replace(self, finding: FindingView) {
        self.decided.update(|decided| {
            decided.insert(finding.id);
        });
        self.items.update(|items| {
            if let Some(held) = items.iter_mut().find(|held| held.id == finding.id) {
                *held = finding;
            }
        });
    }

    /// Takes in a decision, says what it led to, and fetches the list as the checks left it.
    fn made(self, decision: FindingDecision, answer: FindingDecided) {
        if let Some(notices) = self.notices {
            notices.here(Notice {
                kind: NoticeKind::Success,
                text: sentence(decision, answer.added, answer.gone),
            });
        }
        self.replace(answer.finding);
        // The checks that ran again may have reworded findings that they neither added nor took away.
        self.fetch();
    }

    /// Where the list cannot be had, the one on the page stays: what was decided stands in it already.
    fn fetch(self) {
        leptos::task::spawn_local(async move {
            let plan = self.plan.get_value();
            let list = self
                .server
                .call(|client| {
                    let plan = plan.clone();
                    async move { client.findings(&plan).await }
                })
                .await;
            if let Ok(list) = list {
                self.items.try_set(list.items);
            }
        });
    }
}

/// What a decision led to, in words.
fn sentence(decision: FindingDecision, added: u32, gone: u32) -> String {
    let done = match decision {
        FindingDecision::Accept => "The repair is made.",
        FindingDecision::Overrule => "The finding is overruled. The plan stays as it is.",
        FindingDecision::Park => "The finding is left for later.",
        FindingDecision::Reopen => "The decision is taken back.",
    };
    let count = |count: u32| counted(usize::try_from(count).unwrap_or(usize::MAX), "finding");
    let checks = match (added, gone) {
        (0, 0) => "",
        (added, 0) => &format!(" The checks ran again and found {} more.", count(added)),
        (0, gone) => &format!(" The checks ran again and no longer find {}.", count(gone)),
        (added, gone) => &format!(
            " The checks ran again: {} more, and {} no longer found.",
            count(added),
            count(gone)
        ),
    };
    format!("{done}{checks}")
}

/// What a person is about to decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asking {
    Nothing,
    Words(FindingDecision),
}

/// The buttons of a finding, and the words that a decision asks for. Renders nothing for a person who may only read.
#[component]
pub fn DecisionForm(finding: FindingView, decisions: Decisions) -> impl IntoView {
    let asking = RwSignal::new(Asking::Nothing);
    let (errors, sending) = (FormErrors::new(), Sending::new());
    let between = RwSignal::new(false);
    let finding = StoredValue::new(finding);
    let decide = Callback::new(move |(decision, note): (FindingDecision, Option<String>)| {
        errors.clear();
        let form = DecideFinding { decision, note };
        let (id, version) = finding.with_value(|finding| (finding.id, finding.version));
        sending.send(
            move |client| {
                let (form, plan) = (form.clone(), decisions.plan.get_value());
                async move { client.decide_finding(&plan, id, version, &form).await }
            },
            move |answer| match answer {
                Ok(answer) => decisions.made(decision, answer),
                Err(fault) => {
                    if fault.code() == Some(ErrorCode::Stale) {
                        between.set(true);
                        take_current(finding, &fault);
                    }
                    show(errors, &fault);
                }
            },
        );
    });
    view! {
        <ErrorSummary errors />
        {move || between.get().then(|| view! { <Between finding /> })}
        {move || match asking.get() {
            Asking::Nothing => view! { <Choices finding asking decide sending /> }.into_any(),
            Asking::Words(decision) => view! { <Words finding decision asking decide errors sending /> }.into_any(),
        }}
    }
}

/// The finding as somebody else has left it; the next decision goes on top of it.
fn take_current(finding: StoredValue<FindingView>, fault: &Fault) {
    if let Fault::Problem(problem) = fault
        && let Some(current) = problem.current.clone()
        && let Ok(current) = serde_json::from_value::<FindingView>(current)
    {
        finding.set_value(current);
    }
}

#[component]
fn Between(finding: StoredValue<FindingView>) -> impl IntoView {
    let words = finding.with_value(|finding| {
        let by = finding
            .decided_by
            .as_ref()
            .map(|person| format!(" by {person}"))
            .unwrap_or_default();
        format!("Meanwhile: {}{by}.", finding.state.label().to_lowercase())
    });
    view! { <InsetText>{words}</InsetText> }
}

#[component]
fn Choices(
    finding: StoredValue<FindingView>,
    asking: RwSignal<Asking>,
    decide: Callback<(FindingDecision, Option<String>)>,
    sending: Sending,
) -> impl IntoView {
    let stands = |act: &str| finding.with_value(|finding| standing(&finding.allowed, act));
    let subject = finding.with_value(|finding| finding.subject.clone());
    let button = |act: &str, decision: FindingDecision, kind: ButtonKind, words: &'static str| {
        let about = format!(": {subject}");
        (stands(act) == Standing::Open).then(|| {
            let press = Callback::new(move |_| match decision {
                FindingDecision::Accept | FindingDecision::Reopen => decide.run((decision, None)),
                FindingDecision::Overrule | FindingDecision::Park => {
                    asking.set(Asking::Words(decision))
                }
            });
            view! {
                <Button kind busy=sending.busy() on_press=press>
                    {words}
                    <span class="govuk-visually-hidden">{about}</span>
                </Button>
            }
        })
    };
    // On a decided finding there is nothing left to explain: the card says who decided and how.
    let open = finding.with_value(|finding| finding.state == FindingState::Open);
    let blocked = match stands("accept") {
        Standing::Blocked(sentence) if open => Some(sentence),
        Standing::Blocked(_) | Standing::Open | Standing::Absent => None,
    };
    let buttons = [
        button(
            "accept",
            FindingDecision::Accept,
            ButtonKind::Primary,
            "Accept the repair",
        ),
        button(
            "overrule",
            FindingDecision::Overrule,
            ButtonKind::Secondary,
            "Overrule",
        ),
        button(
            "park",
            FindingDecision::Park,
            ButtonKind::Secondary,
            "Leave for later",
        ),
        button(
            "reopen",
            FindingDecision::Reopen,
            ButtonKind::Secondary,
            "Take the decision back",
        ),
    ];
    view! {
        <div class="tl-finding__acts">
            <ButtonGroup>{buttons.into_iter().collect_view()}</ButtonGroup>
            {blocked.map(|sentence| view! { <p class="tl-entry__note">{sentence}</p> })}
        </div>
    }
}

#[component]
fn Words(
    finding: StoredValue<FindingView>,
    decision: FindingDecision,
    asking: RwSignal<Asking>,
    decide: Callback<(FindingDecision, Option<String>)>,
    errors: FormErrors,
    sending: Sending,
) -> impl IntoView {
    let note = RwSignal::new(String::new());
    let (label, act) = match decision {
        FindingDecision::Park => ("Why it is left for later", "Leave for later"),
        _ => ("Why the finding is overruled", "Overrule"),
    };
    let on_submit = Callback::new(move |()| decide.run((decision, Some(note.get_untracked()))));
    // Several forms may be open on the page: the id of the field is that of its finding, and its errors come by that id.
    let id = finding.with_value(|finding| format!("note-{}", finding.id));
    let own = FormErrors::new();
    let field = id.clone();
    Effect::new(move |_| match errors.of("note".to_owned()).get() {
        Some(message) => own.set(vec![crate::ui::field::FormError::field(
            field.clone(),
            message,
        )]),
        None => own.clear(),
    });
    view! {
        <Form errors=own on_submit>
            <TextArea id label value=note limit=PASSAGE_MAX rows=3 />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    {act}
                </Button>
                <Button
                    kind=ButtonKind::Plain
                    on_press=Callback::new(move |_| {
                        errors.clear();
                        asking.set(Asking::Nothing);
                    })
                >
                    "Cancel"
                </Button>
            </ButtonGroup>
        </Form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_says_what_the_checks_made_of_it() {
        assert_eq!(
            sentence(FindingDecision::Accept, 0, 0),
            "The repair is made."
        );
        assert_eq!(
            sentence(FindingDecision::Accept, 1, 2),
            "The repair is made. The checks ran again: 1 finding more, and 2 findings no longer found."
        );
        assert_eq!(
            sentence(FindingDecision::Accept, 0, 1),
            "The repair is made. The checks ran again and no longer find 1 finding."
        );
    }
}
