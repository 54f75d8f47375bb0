use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use super::frame::{FieldContext, LabelSize, Labelled};

/// A file that a person chose, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChosenFile {
    /// Its name.
    pub name: String,
    /// Its size in bytes, also where it was too large to be read.
    pub size: usize,
    /// Its bytes; none where it is larger than the field takes, or could not be read.
    pub bytes: Option<Vec<u8>>,
}

/// A field for one file. It is read when it is chosen, up to a size.
#[component]
pub fn FileField(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] size: LabelSize,
    /// The ends of names and media types that the browser offers first.
    accept: &'static str,
    /// Most bytes that are read.
    limit: usize,
    value: RwSignal<Option<ChosenFile>>,
) -> impl IntoView {
    let field = FieldContext::new(id, &hint);
    let input = NodeRef::<Input>::new();
    // A file that is chosen while another is read takes its place.
    let turn = StoredValue::new(0_u32);
    let (id, described_by, invalid, error) = (
        field.id.clone(),
        field.described_by(),
        field.aria_invalid(),
        field.invalid(),
    );
    let change = move |_| {
        value.set(None);
        turn.update_value(|turn| *turn += 1);
        let own = turn.get_value();
        let file = input
            .get_untracked()
            .and_then(|input| input.files())
            .and_then(|files| files.get(0));
        if let Some(file) = file {
            spawn_local(async move {
                let chosen = read(file, limit).await;
                if turn.try_get_value() == Some(own) {
                    value.set(Some(chosen));
                }
            });
        }
    };
    view! {
        <Labelled field label hint size>
            <input
                class="tl-file"
                class:tl-file--error=error
                id=id.clone()
                name=id
                type="file"
                accept=accept
                aria-describedby=described_by
                aria-invalid=invalid
                node_ref=input
                on:change=change
            />
        </Labelled>
    }
}

async fn read(file: File, limit: usize) -> ChosenFile {
    // A size is a whole number that a float holds; what is beyond is beyond every limit.
    let size = file.size() as usize;
    let bytes = if size > limit {
        None
    } else {
        JsFuture::from(file.array_buffer())
            .await
            .ok()
            .map(|buffer| js_sys::Uint8Array::new(&buffer).to_vec())
    };
    ChosenFile {
        name: file.name(),
        size,
        bytes,
    }
}
