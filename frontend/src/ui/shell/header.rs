use leptos::prelude::*;

/// The band at the top: the service's mark and name, whose it is, the search, and the person's own corner.
#[component]
pub fn Header(
    product: &'static str,
    #[prop(into)] organisation: Signal<String>,
    #[prop(into)] home: String,
    #[prop(into)] search: ViewFn,
    #[prop(into)] account: ViewFn,
) -> impl IntoView {
    view! {
        <header class="tl-header">
            <div class="tl-header__inner">
                <a class="tl-header__home" href=home>
                    <ProductMark />
                    <span class="tl-header__product">{product}</span>
                </a>
                {move || {
                    let name = organisation.get();
                    (!name.is_empty()).then(|| view! { <span class="tl-header__organisation">{name}</span> })
                }}
                {search.run()}
                <div class="tl-header__account">{account.run()}</div>
            </div>
        </header>
    }
}

/// The mark: one unbroken line through three stages.
#[component]
fn ProductMark() -> impl IntoView {
    view! {
        <svg class="tl-header__mark" viewBox="0 0 36 24" width="36" height="24" aria-hidden="true" focusable="false">
            <path d="M1 19 H8 C15 19 13 5 20 5 H35" fill="none" stroke="currentColor" stroke-width="2.5" />
            <circle cx="7" cy="19" r="3.5" fill="currentColor" />
            <circle cx="14.2" cy="12" r="3.5" fill="currentColor" />
            <circle cx="22" cy="5" r="3.5" fill="currentColor" />
        </svg>
    }
}
