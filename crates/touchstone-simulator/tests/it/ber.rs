//! A small reader of BER for these tests: elements with definite and indefinite lengths.

/// One element, with its place and its children when it is constructed.
#[derive(Clone, Debug)]
pub struct Element {
    /// The tag bytes.
    pub tag: Vec<u8>,
    pub indefinite: bool,
    /// The bytes between header and end.
    pub content: Vec<u8>,
    /// Header, content and end.
    pub whole: Vec<u8>,
    pub children: Vec<Element>,
}

impl Element {
    /// The child at each step, from here down.
    pub fn at(&self, path: &[usize]) -> &Element {
        path.iter()
            .fold(self, |element, index| &element.children[*index])
    }

    /// The content of a string, with its chunks joined.
    pub fn joined(&self) -> Vec<u8> {
        if self.children.is_empty() {
            return self.content.clone();
        }
        self.children.iter().flat_map(Element::joined).collect()
    }
}

/// The element that the input is, with nothing behind it.
pub fn parse(input: &[u8]) -> Element {
    let (element, used) = element(input);
    assert_eq!(used, input.len(), "bytes behind the element");
    element
}

fn element(input: &[u8]) -> (Element, usize) {
    let tag_bytes = if input[0] & 0x1f == 0x1f {
        2 + input[1..]
            .iter()
            .position(|byte| byte & 0x80 == 0)
            .expect("an end of the tag")
    } else {
        1
    };
    let tag = input[..tag_bytes].to_vec();
    let constructed = tag[0] & 0x20 != 0;
    let first = input[tag_bytes];
    if first == 0x80 {
        assert!(
            constructed,
            "an indefinite length needs a constructed element"
        );
        let start = tag_bytes + 1;
        let (children, used) = children_until_end(&input[start..]);
        let content = input[start..start + used].to_vec();
        let end = start + used + 2;
        let whole = input[..end].to_vec();
        return (
            Element {
                tag,
                indefinite: true,
                content,
                whole,
                children,
            },
            end,
        );
    }
    let (length, header) = definite_length(&input[tag_bytes..]);
    let start = tag_bytes + header;
    let content = input[start..start + length].to_vec();
    let children = if constructed { all(&content) } else { vec![] };
    let whole = input[..start + length].to_vec();
    (
        Element {
            tag,
            indefinite: false,
            content,
            whole,
            children,
        },
        start + length,
    )
}

fn definite_length(input: &[u8]) -> (usize, usize) {
    if input[0] < 0x80 {
        return (usize::from(input[0]), 1);
    }
    let count = usize::from(input[0] & 0x7f);
    let length = input[1..=count]
        .iter()
        .fold(0, |sum, byte| sum << 8 | usize::from(*byte));
    (length, 1 + count)
}

fn all(mut input: &[u8]) -> Vec<Element> {
    let mut found = vec![];
    while !input.is_empty() {
        let (next, used) = element(input);
        found.push(next);
        input = &input[used..];
    }
    found
}

fn children_until_end(input: &[u8]) -> (Vec<Element>, usize) {
    let mut found = vec![];
    let mut at = 0;
    while input[at..at + 2] != [0, 0] {
        let (next, used) = element(&input[at..]);
        found.push(next);
        at += used;
    }
    (found, at)
}
