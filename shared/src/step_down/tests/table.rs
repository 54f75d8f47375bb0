//! The table of the machine, and the words of its events.

use super::*;
use crate::cases::{Known, codes::assert_codes_come_back};

#[test]
fn the_machine_reads_as_decided() {
    use StepDownState as S;
    use VersionStage as V;
    // With nothing in the way: from where, with which version at work, by which event, to where.
    // Whatever is not here is refused.
    let table = [
        (S::Draft, Some(V::Draft), "save", S::Draft),
        (S::Draft, Some(V::Draft), "propose", S::Proposed),
        (S::Proposed, Some(V::Proposed), "ask_for_change", S::Draft),
        (S::Proposed, Some(V::Proposed), "accept", S::Agreed),
        (S::Proposed, Some(V::Proposed), "parties_changed", S::Agreed),
        (S::Agreed, None, "step_down", S::SteppingDown),
        (S::SteppingDown, None, "sustain", S::Sustained),
        (S::SteppingDown, Some(V::Draft), "sustain", S::Sustained),
        (S::SteppingDown, Some(V::Proposed), "sustain", S::Sustained),
        (S::Sustained, None, "close", S::Closed),
        (S::Sustained, Some(V::Draft), "close", S::Closed),
        (S::Sustained, Some(V::Proposed), "close", S::Closed),
    ];
    let free = StepDownFacts {
        working: None,
        gaps: false,
        accepted: false,
        all_accepted: true,
        newcomers: false,
        first_review_fits: true,
        held: 2,
        last: Some(ReviewFinding::Holding),
        missed: false,
    };
    let today = day("2026-11-22");
    for state in StepDownState::ALL.iter().copied() {
        for working in [None, Some(V::Draft), Some(V::Proposed)] {
            // A first version is at work exactly in the first two states.
            let possible = match state {
                S::Draft => working == Some(V::Draft),
                S::Proposed => working == Some(V::Proposed),
                _ => true,
            };
            for event in one_of_each(Box::default(), today, today, None, ReviewFinding::Holding) {
                let found = state.next(&event, &StepDownFacts { working, ..free });
                let named = table
                    .iter()
                    .find(|(from, with, by, _)| {
                        *from == state && *with == working && *by == event.code()
                    })
                    .map(|(.., to)| *to);
                let code = event.code();
                let expected = if !state.live() {
                    None
                } else if let Some(to) = named {
                    Some(to)
                } else {
                    let stays = match code {
                        "parties_changed" => true,
                        "revise" => state.agreed() && working.is_none(),
                        "drop" => state.agreed() && working.is_some(),
                        "save" | "propose" => state.agreed() && working == Some(V::Draft),
                        "ask_for_change" | "accept" => {
                            state.agreed() && working == Some(V::Proposed)
                        }
                        "review" | "miss_review" => state.reviewed(),
                        _ => false,
                    };
                    match code {
                        "stop" => Some(S::Stopped),
                        "re_enter" if state.reviewed() => Some(S::ReEntered),
                        _ => stays.then_some(state),
                    }
                };
                if possible {
                    assert_eq!(found.ok(), expected, "{state:?} {working:?} {code}");
                }
            }
        }
    }
}

#[test]
fn words_are_asked_for_and_checked() {
    let today = day("2026-11-22");
    let known = Known {
        born: "2011-05".parse().ok(),
    };
    for mut event in one_of_each(
        Box::default(),
        today,
        today,
        None,
        ReviewFinding::Struggling,
    ) {
        assert_eq!(event.act(), format!("step_down.{}", event.code()));
        let asks = event.asks().is_some();
        let mut value = serde_json::to_value(&event).unwrap();
        assert_eq!(value["event"], event.code());
        assert_eq!(event.clone().checked(&known, today), Ok(event.clone()));
        if value.get("words").is_some() {
            value["words"] = "  ".into();
            let bare: StepDownEvent = serde_json::from_value(value.clone()).unwrap();
            assert_eq!(
                bare.checked(&known, today).is_err(),
                asks,
                "{}",
                event.code()
            );
            value["words"] = "Ring 07700 900123".into();
            let telling: StepDownEvent = serde_json::from_value(value.clone()).unwrap();
            let faults = telling.checked(&known, today).unwrap_err();
            assert_eq!(faults[0].code, crate::problem::FieldCode::Identifying);
        } else {
            assert!(!asks);
        }
        if let StepDownEvent::StepDown { on } | StepDownEvent::Review { on, .. } = &mut event {
            *on = day("2026-11-23");
            let faults = event.checked(&known, today).unwrap_err();
            assert_eq!(faults[0].pointer, "/on");
        }
    }
    assert!(serde_json::from_str::<StepDownEvent>(r#"{"event":"accept","words":"x"}"#).is_err());
    assert_codes_come_back!(StepDownState, VersionStage);
}
