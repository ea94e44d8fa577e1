//! One Rust file, as text, tokens and syntax.

use proc_macro2::TokenStream;

/// A Rust file of the tree.
pub(crate) struct RustFile {
    /// Path from the tree's root, with `/`.
    pub(super) path: String,
    pub(super) text: String,
    /// All tokens, also those inside macros; no comments.
    pub(super) tokens: TokenStream,
    pub(super) syntax: syn::File,
}

impl RustFile {
    pub(super) fn parse(path: &str, text: String) -> syn::Result<Self> {
        let tokens: TokenStream = text.parse().map_err(syn::Error::from)?;
        let syntax = syn::parse2(tokens.clone())?;
        Ok(Self {
            path: path.to_owned(),
            text,
            tokens,
            syntax,
        })
    }
}
