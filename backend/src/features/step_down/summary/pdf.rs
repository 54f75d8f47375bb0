//! The summary as a PDF: tagged, so that it can be read aloud in its order, with its title and its
//! language.

use pdf_writer::{
    Content, Finish, Name, Pdf, Rect, Ref, Str, TextStr, types::StructRole, writers::StructTreeRoot,
};

use super::{
    Summary, TITLE,
    font::Face,
    print::{HEIGHT, Kind, Line, Piece, WIDTH, set},
};

const REGULAR: Name<'static> = Name(b"F1");
const BOLD: Name<'static> = Name(b"F2");
/// The bullet of the encoding, and how far before the words it stands.
const BULLET: (&[u8], f32) = (b"\x95", 12.0);

/// Gives out the numbers of objects.
struct Refs(i32);

impl Refs {
    fn next(&mut self) -> Ref {
        self.0 += 1;
        Ref::new(self.0)
    }
}

/// A sheet: its objects, and the elements to which its marked pieces belong, in their order.
struct Sheet {
    page: Ref,
    content: Ref,
    owners: Ref,
    owned: Vec<Ref>,
    words: Content,
}

/// An element of the structure, with where its words stand: sheets and marks.
struct Element {
    id: Ref,
    /// The part of an entry that holds its words.
    body: Option<Ref>,
    kind: Kind,
    marks: Vec<(usize, i32)>,
}

/// The file, whole.
pub(in crate::features::step_down) fn pdf(summary: &Summary) -> Vec<u8> {
    let (pieces, count) = set(summary);
    let mut refs = Refs(0);
    let (catalog, tree, info) = (refs.next(), refs.next(), refs.next());
    let (regular, bold) = (refs.next(), refs.next());
    let (structure, document) = (refs.next(), refs.next());
    let mut sheets: Vec<Sheet> = (0..count)
        .map(|_| Sheet {
            page: refs.next(),
            content: refs.next(),
            owners: refs.next(),
            owned: Vec::new(),
            words: Content::new(),
        })
        .collect();
    let elements: Vec<Element> = pieces
        .iter()
        .map(|piece| write_piece(&mut sheets, &mut refs, piece))
        .collect();

    let mut pdf = Pdf::new();
    let mut root = pdf.catalog(catalog);
    root.pages(tree);
    root.lang(TextStr("en-GB"));
    root.mark_info().marked(true);
    root.viewer_preferences().display_doc_title(true);
    root.pair(Name(b"StructTreeRoot"), structure);
    root.finish();
    let mut whole = pdf.indirect(structure).start::<StructTreeRoot>();
    whole.child(document);
    let mut parents = whole.parent_tree();
    let mut numbers = parents.nums();
    for (key, sheet) in (0..).zip(&sheets) {
        numbers.insert(key, sheet.owners);
    }
    numbers.finish();
    parents.finish();
    whole.finish();

    pdf.document_info(info)
        .title(TextStr(TITLE))
        .creator(TextStr("Throughline"));
    for (id, name) in [(regular, "Helvetica"), (bold, "Helvetica-Bold")] {
        pdf.type1_font(id)
            .base_font(Name(name.as_bytes()))
            .encoding_predefined(Name(b"WinAnsiEncoding"));
    }
    pdf.pages(tree)
        .kids(sheets.iter().map(|sheet| sheet.page))
        .count(i32::try_from(count).unwrap_or(i32::MAX));
    structure_of(
        &mut pdf,
        &mut refs,
        (structure, document),
        &elements,
        &sheets,
    );
    for (key, sheet) in (0..).zip(sheets) {
        let mut page = pdf.page(sheet.page);
        page.parent(tree)
            .media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT))
            .struct_parents(key)
            .contents(sheet.content);
        page.resources()
            .fonts()
            .pair(REGULAR, regular)
            .pair(BOLD, bold);
        page.finish();
        pdf.indirect(sheet.owners).array().items(sheet.owned);
        pdf.stream(sheet.content, &sheet.words.finish());
    }
    pdf.finish()
}

/// Writes the lines of a piece on their sheets, those of one sheet under one mark.
fn write_piece(sheets: &mut [Sheet], refs: &mut Refs, piece: &Piece) -> Element {
    let id = refs.next();
    let body = (piece.kind == Kind::Entry).then(|| refs.next());
    let mut marks = Vec::new();
    for lines in piece.lines.chunk_by(|one, other| one.sheet == other.sheet) {
        let Some(first) = lines.first() else { continue };
        let Some(sheet) = sheets.get_mut(first.sheet) else {
            continue;
        };
        if body.is_some() && marks.is_empty() {
            sheet.words.begin_marked_content(Name(b"Artifact"));
            show(
                &mut sheet.words,
                piece,
                first.x - BULLET.1,
                first.y,
                BULLET.0,
            );
            sheet.words.end_marked_content();
        }
        let mark = i32::try_from(sheet.owned.len()).unwrap_or(i32::MAX);
        sheet.owned.push(body.unwrap_or(id));
        sheet
            .words
            .begin_marked_content_with_properties(role(piece.kind).1)
            .properties()
            .identify(mark);
        for (at, Line { x, y, bytes, .. }) in lines.iter().enumerate() {
            // Lines of one piece are words of one sentence.
            let mut words = bytes.clone();
            if at + 1 < lines.len() {
                words.push(b' ');
            }
            show(&mut sheet.words, piece, *x, *y, &words);
        }
        sheet.words.end_marked_content();
        marks.push((first.sheet, mark));
    }
    Element {
        id,
        body,
        kind: piece.kind,
        marks,
    }
}

fn show(words: &mut Content, piece: &Piece, x: f32, y: f32, bytes: &[u8]) {
    let face = match piece.face {
        Face::Regular => REGULAR,
        Face::Bold => BOLD,
    };
    words
        .begin_text()
        .set_font(face, piece.size)
        .next_line(x, y)
        .show(Str(bytes))
        .end_text();
}

/// What a piece is in the structure, and the tag of its words.
const fn role(kind: Kind) -> (StructRole, Name<'static>) {
    match kind {
        Kind::Title => (StructRole::H1, Name(b"H1")),
        Kind::Heading => (StructRole::H2, Name(b"H2")),
        Kind::Words => (StructRole::P, Name(b"P")),
        Kind::Entry => (StructRole::LI, Name(b"LBody")),
    }
}

fn structure_of(
    pdf: &mut Pdf,
    refs: &mut Refs,
    (structure, document): (Ref, Ref),
    elements: &[Element],
    sheets: &[Sheet],
) {
    let mut children = Vec::new();
    for run in elements.chunk_by(|one, other| one.kind == Kind::Entry && other.kind == Kind::Entry)
    {
        let entries = run.first().is_some_and(|first| first.kind == Kind::Entry);
        let parent = if entries {
            let list = refs.next();
            let mut element = pdf.struct_element(list);
            element.kind(StructRole::L).parent(document);
            let mut inside = element.children();
            for entry in run {
                inside.struct_element(entry.id);
            }
            inside.finish();
            element.finish();
            children.push(list);
            list
        } else {
            children.extend(run.iter().map(|one| one.id));
            document
        };
        for one in run {
            let holder = one.body.unwrap_or(one.id);
            if let Some(body) = one.body {
                pdf.struct_element(one.id)
                    .kind(StructRole::LI)
                    .parent(parent)
                    .child(body);
            }
            let mut element = pdf.struct_element(holder);
            match one.body {
                Some(_) => element.kind(StructRole::LBody).parent(one.id),
                None => element.kind(role(one.kind).0).parent(parent),
            };
            let mut marked = element.children();
            for (sheet, mark) in &one.marks {
                if let Some(sheet) = sheets.get(*sheet) {
                    marked
                        .marked_content_ref()
                        .page(sheet.page)
                        .marked_content_id(*mark);
                }
            }
        }
    }
    let mut element = pdf.struct_element(document);
    element.kind(StructRole::Document).parent(structure);
    let mut inside = element.children();
    for child in children {
        inside.struct_element(child);
    }
}
