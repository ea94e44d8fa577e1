//! Flaws of the attestation object (spec/webauthn.md 4.2, A1 to A7, and 4.3, F1).

flaws! {
    /// What can be wrong with the attestation object around the statement and the authenticator data.
    ObjectFlaw {
        "A1" "attestation_object_invalid" {
            NotMap "not_map" "The object is an array.",
            TrailingByte "trailing_byte" "A byte stands behind the object.",
            Truncated "truncated" "The last byte is missing.",
            FormatTwice "format_twice" "`fmt` stands twice.",
            IntegerKey "integer_key" "A key is an integer.",
            Tagged "tagged" "The object has a tag.",
            TooDeep "too_deep" "The object is nine levels deep.",
        }
        "A2" "fmt_missing" {
            FormatMissing "format_missing" "`fmt` is missing.",
        }
        "A3" "fmt_malformed" {
            FormatNumber "format_number" "`fmt` is a number.",
        }
        "A4" "att_stmt_missing" {
            StatementMissing "statement_missing" "`attStmt` is missing.",
        }
        "A5" "att_stmt_malformed" {
            StatementText "statement_text" "`attStmt` is a text.",
        }
        "A6" "auth_data_missing" {
            AuthDataMissing "auth_data_missing" "`authData` is missing.",
        }
        "A7" "auth_data_malformed" {
            AuthDataText "auth_data_text" "`authData` is a text.",
        }
        "F1" "attestation_format_unsupported" {
            FormatOther "format_other" "`fmt` is a format that nobody knows.",
            FormatUpperCase "format_upper_case" "`fmt` is in upper case.",
        }
    }
}
