//! Saving what is on the page as a file: made in the browser, sent nowhere.

use charts::{Chart, Data, Look};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, HtmlAnchorElement, HtmlCanvasElement,
    HtmlImageElement, Url,
};

use crate::ui::button::{Button, ButtonKind};

/// How many dots of a saved picture stand for one of the page, so that it is sharp on paper.
const SHARP: f64 = 3.0;

/// The picture as SVG and as PNG.
#[component]
pub fn SaveChart(name: String, chart: Chart) -> impl IntoView {
    let chart = StoredValue::new(chart);
    let (svg_name, png_name) = (format!("{name}.svg"), format!("{name}.png"));
    let failed = RwSignal::new(false);
    let as_svg = Callback::new(move |_| {
        let svg = chart.with_value(|chart| chart.svg(Look::File));
        failed.set(offer(&svg, "image/svg+xml", &svg_name).is_err());
    });
    let as_png = Callback::new(move |_| {
        let name = png_name.clone();
        spawn_local(async move {
            let (svg, width, height) =
                chart.with_value(|chart| (chart.svg(Look::File), chart.width, chart.height));
            let saved = match png(&svg, width, height).await {
                Ok(address) => download(&address, &name),
                Err(error) => Err(error),
            };
            failed.set(saved.is_err());
        });
    });
    view! {
        <Button kind=ButtonKind::Plain on_press=as_svg>
            "SVG"
        </Button>
        <Button kind=ButtonKind::Plain on_press=as_png>
            "PNG"
        </Button>
        {move || {
            failed
                .get()
                .then(|| {
                    view! { <span role="alert">"The picture could not be saved. Try another format."</span> }
                })
        }}
    }
}

/// The figures as CSV.
#[component]
pub fn SaveData(name: String, data: Data) -> impl IntoView {
    let data = StoredValue::new(data);
    let as_csv = Callback::new(move |_| {
        let csv = data.with_value(Data::csv);
        // A browser that cannot keep a few lines of text has said so itself.
        let _ = offer(&csv, "text/csv;charset=utf-8", &format!("{name}.csv"));
    });
    view! {
        <Button kind=ButtonKind::Plain on_press=as_csv>
            "CSV"
        </Button>
    }
}

/// Hands a text to the person as a file.
fn offer(text: &str, kind: &str, name: &str) -> Result<(), JsValue> {
    let address = address_of(text, kind)?;
    let handed = download(&address, name);
    Url::revoke_object_url(&address)?;
    handed
}

fn address_of(text: &str, kind: &str) -> Result<String, JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options)?;
    Url::create_object_url_with_blob(&blob)
}

fn download(address: &str, name: &str) -> Result<(), JsValue> {
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(address);
    link.set_download(name);
    link.click();
    Ok(())
}

/// A picture drawn dot by dot, as the address of a PNG.
async fn png(svg: &str, width: f64, height: f64) -> Result<String, JsValue> {
    let address = address_of(svg, "image/svg+xml")?;
    let image = HtmlImageElement::new()?;
    image.set_src(&address);
    let decoded = JsFuture::from(image.decode()).await;
    Url::revoke_object_url(&address)?;
    decoded?;
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
    // Some thousand dots at most, by the widths and heights of charts.
    canvas.set_width((width * SHARP) as u32);
    canvas.set_height((height * SHARP) as u32);
    let context: CanvasRenderingContext2d = canvas
        .get_context("2d")?
        .ok_or(JsValue::NULL)?
        .unchecked_into();
    context.draw_image_with_html_image_element_and_dw_and_dh(
        &image,
        0.0,
        0.0,
        width * SHARP,
        height * SHARP,
    )?;
    canvas.to_data_url()
}
