//! How is JSON written? A writer only, with members in the order given, so that wrong texts can be made on purpose.

use std::fmt;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json {
    Bool(bool),
    Number(i64),
    Text(String),
    Array(Vec<Self>),
    Object(Members),
}

/// The members of one object, in the order in which they are written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Members(pub(crate) Vec<(String, Json)>);

impl Members {
    pub(crate) fn put(&mut self, name: &str, value: Json) {
        self.remove(name);
        self.0.push((name.to_owned(), value));
    }

    /// Sets a text, or leaves it out.
    pub(crate) fn put_known(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.put(name, Json::text(text));
        }
    }

    pub(crate) fn remove(&mut self, name: &str) {
        self.0.retain(|(candidate, _)| candidate != name);
    }
}

impl Json {
    pub(crate) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    pub(crate) fn texts(texts: &[String]) -> Self {
        Self::Array(texts.iter().cloned().map(Self::Text).collect())
    }

    pub(crate) fn object<const N: usize>(members: [(&str, Self); N]) -> Self {
        let members = members.map(|(name, value)| (name.to_owned(), value));
        Self::Object(Members(members.into()))
    }
}

/// Without white space.
impl fmt::Display for Json {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(value) => write!(formatter, "{value}"),
            Self::Number(number) => write!(formatter, "{number}"),
            Self::Text(text) => write_text(formatter, text),
            Self::Array(items) => {
                formatter.write_str("[")?;
                for (position, item) in items.iter().enumerate() {
                    separate(formatter, position)?;
                    write!(formatter, "{item}")?;
                }
                formatter.write_str("]")
            }
            Self::Object(Members(members)) => {
                formatter.write_str("{")?;
                for (position, (name, value)) in members.iter().enumerate() {
                    separate(formatter, position)?;
                    write_text(formatter, name)?;
                    write!(formatter, ":{value}")?;
                }
                formatter.write_str("}")
            }
        }
    }
}

fn separate(formatter: &mut fmt::Formatter<'_>, position: usize) -> fmt::Result {
    formatter.write_str(if position == 0 { "" } else { "," })
}

fn write_text(formatter: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    formatter.write_str("\"")?;
    for character in text.chars() {
        match character {
            '"' | '\\' => write!(formatter, "\\{character}")?,
            control if control < ' ' => write!(formatter, "\\u{:04x}", u32::from(control))?,
            other => write!(formatter, "{other}")?,
        }
    }
    formatter.write_str("\"")
}

#[cfg(test)]
mod tests;
