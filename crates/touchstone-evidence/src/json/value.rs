//! Decides what may be asked of a JSON value: each question names a type, another type is no answer.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number without fraction and exponent, from -2^63 to 2^63 - 1.
    Integer(i64),
    /// Any other number; its value is not kept.
    OtherNumber,
    /// A string.
    Text(String),
    /// An array.
    Array(Vec<Self>),
    /// An object.
    Object(BTreeMap<String, Self>),
}

impl Value {
    /// The member of an object, `null` included; none of anything else.
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.members().and_then(|members| members.get(name))
    }

    /// The member of an object, unless it is absent or `null`.
    pub fn present(&self, name: &str) -> Option<&Self> {
        self.get(name).filter(|value| **value != Self::Null)
    }

    /// The members of an object.
    pub const fn members(&self) -> Option<&BTreeMap<String, Self>> {
        match self {
            Self::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The elements of an array.
    pub fn elements(&self) -> Option<&[Self]> {
        match self {
            Self::Array(elements) => Some(elements),
            _ => None,
        }
    }

    /// A string.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A truth value.
    pub const fn boolean(&self) -> Option<bool> {
        match self {
            Self::Boolean(truth) => Some(*truth),
            _ => None,
        }
    }

    /// An integer from 0 to 2^63 - 1, as a number or as text in decimal digits without leading zeros: issuers write
    /// 64-bit numbers as text.
    pub fn unsigned(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number).filter(|number| *number >= 0),
            Self::Text(text) => decimal(text),
            _ => None,
        }
    }
}

/// An integer from 0 to 2^63 - 1 in decimal digits without leading zeros.
pub fn decimal(text: &str) -> Option<i64> {
    let canonical = text == "0" || !text.starts_with('0');
    let digits = canonical && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}
