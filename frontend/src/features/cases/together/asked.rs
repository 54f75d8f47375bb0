use leptos::prelude::*;
use shared::cases::Known;
use shared::cases::api::{AskedView, PartAnswer};
use shared::ids::PartId;
use shared::text::PASSAGE_MAX;

use super::own::{People, chosen};
use super::said::{Reading, after};
use crate::api::{Sending, load, show};
use crate::dates;
use crate::features::cases::told::ToldArea;
use crate::routes::Route;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonRole, Choice, ErrorSummary, Form, FormErrors, Load,
    NavItem, PageHeading, Radios, SummaryList, SummaryRow,
};

const JOIN: &str = "join";
const DECLINE: &str = "decline";

/// Where an agency that was asked to take part reads what it is asked, and answers.
#[component]
pub fn AskedPage(part: PartId) -> impl IntoView {
    let errors = FormErrors::new();
    let resource = load(move |client| async move { client.asked(part).await });
    view! {
        <Breadcrumbs items=vec![
            NavItem::new("Cases", Route::Cases.href()),
            NavItem::new("Asked of us", Route::CasesAsked.href()),
        ] />
        <ErrorSummary errors />
        <PageHeading title="Your agency is asked to take part in a case" errors />
        <Load resource children=move |asked: AskedView| view! { <Asked asked errors /> } />
    }
}

#[component]
fn Asked(asked: AskedView, errors: FormErrors) -> impl IntoView {
    let holder = asked
        .holder
        .as_ref()
        .map_or_else(|| "Nobody".to_owned(), |agency| agency.name.clone());
    let told = asked.clone();
    let by = format!("{}, {}", told.asked_by.name, dates::instant(told.asked_at));
    view! {
        <SummaryList>
            <SummaryRow name="Reference">{told.reference.to_string()}</SummaryRow>
            <SummaryRow name="Level of need">{told.level.in_words()}</SummaryRow>
            <SummaryRow name="Your agency">{told.agency.name}</SummaryRow>
            <SummaryRow name="Holds responsibility">{holder}</SummaryRow>
            <SummaryRow name="Asked by">{by}</SummaryRow>
            <SummaryRow name="What is asked of you">
                <span class="tl-prose">{told.words}</span>
            </SummaryRow>
            <SummaryRow name="What is shared, and for what">
                <span class="tl-prose">{told.purpose}</span>
            </SummaryRow>
            <SummaryRow name="On what ground">{told.basis.label()}</SummaryRow>
            <SummaryRow name="Sharing agreement">{told.agreement}</SummaryRow>
        </SummaryList>
        <AnswerForm asked errors />
    }
}

#[component]
fn AnswerForm(asked: AskedView, errors: FormErrors) -> impl IntoView {
    let sending = Sending::new();
    let after = after();
    let (case, part) = (asked.case, asked.id);
    let known = Known::default();
    let answer = RwSignal::new(String::new());
    let people = RwSignal::new(Vec::<String>::new());
    let offers = RwSignal::new(String::new());
    let words = RwSignal::new(String::new());
    let colleagues = StoredValue::new(asked.colleagues);
    let accepts = Memo::new(move |_| answer.with(|answer| answer == JOIN));
    let declines = Memo::new(move |_| answer.with(|answer| answer == DECLINE));
    let submit = Callback::new(move |()| {
        let mut reading = Reading::new();
        let accept = reading.one(
            "accept",
            answer,
            |code| match code {
                JOIN => Some(true),
                DECLINE => Some(false),
                _ => None,
            },
            "Choose whether your agency takes part",
        );
        let form = match accept {
            Some(true) => PartAnswer {
                accept: true,
                people: chosen(people, &mut reading),
                offers: reading.text(
                    "offers",
                    offers,
                    known,
                    Some("Say what you offer, in words that a family understands"),
                ),
                words: String::new(),
            },
            _ => PartAnswer {
                accept: false,
                people: Vec::new(),
                offers: String::new(),
                words: accept.map_or_else(String::new, |_| {
                    reading.text("words", words, known, Some("Say why not"))
                }),
            },
        };
        if let Err(faults) = reading.done() {
            return errors.set(faults);
        }
        errors.clear();
        let joined = form.accept;
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.answer_asking(case, part, &form).await }
            },
            move |answer| match answer {
                Ok(_) if joined => {
                    after.run((
                        Route::CasesAsked,
                        "Your agency takes part. Those whom you named can read the case.",
                    ));
                }
                Ok(_) => after.run((Route::CasesAsked, "Your agency has declined.")),
                Err(fault) => show(errors, &fault),
            },
        );
    });
    view! {
        <h2 class="govuk-heading-m">"Your answer"</h2>
        <Form errors on_submit=submit>
            <Radios
                id="accept"
                legend="Does your agency take part?"
                value=answer
                choices=vec![
                    Choice::new(JOIN, "Yes").explained("Those whom you name read the case, and nobody else of your agency"),
                    Choice::new(DECLINE, "No").explained("Those who asked read why"),
                ]
            />
            {move || {
                accepts
                    .get()
                    .then(|| {
                        view! {
                            <People people colleagues=colleagues.get_value() />
                            <ToldArea
                                id="offers"
                                label="What you offer"
                                hint="In words that a family understands: the passport shows it"
                                value=offers
                                known
                                limit=PASSAGE_MAX
                                rows=3
                            />
                        }
                    })
            }}
            {move || {
                declines
                    .get()
                    .then(|| {
                        view! { <ToldArea id="words" label="Why not" value=words known limit=PASSAGE_MAX rows=3 /> }
                    })
            }}
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Send the answer"
                </Button>
                <a href=Route::CasesAsked.href()>"Answer later"</a>
            </ButtonGroup>
        </Form>
    }
}
