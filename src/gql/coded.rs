//! Enums that are codes: text in the database, a name in SCREAMING_CASE in the API, the same on both sides.

/// A value that is a code.
pub trait Coded: Copy + Eq + 'static {
    /// The code: its name in the database and in the API.
    fn code(self) -> &'static str;
    /// Reads a code.
    fn of_code(code: &str) -> Option<Self>;
}

/// Declares an enum of codes.
#[macro_export]
macro_rules! coded {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$doc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, async_graphql::Enum, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$doc])* #[graphql(name = $code)] #[serde(rename = $code)] $variant),+
        }

        impl $name {
            /// Every value, in the order of its declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// Reads a code.
            #[must_use]
            pub fn parse(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == code)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        $crate::cell!($name, std::borrow::Cow<'_, str>, |value, out| $crate::gql::plan::cell::write_plain(&value, out));

        impl $crate::gql::coded::Coded for $name {
            fn code(self) -> &'static str {
                self.as_str()
            }

            fn of_code(code: &str) -> Option<Self> {
                Self::parse(code)
            }
        }

        /// Lists of codes are kept as JSON, and written as they are kept.
        impl $crate::gql::plan::cell::FieldType for Vec<$name> {
            const WRITE: $crate::gql::plan::cell::WriteCell = <Vec<String> as $crate::gql::plan::cell::FieldType>::WRITE;
            fn publish(registry: &mut async_graphql::registry::Registry) -> String {
                <Self as async_graphql::OutputType>::create_type_info(registry)
            }
        }
    };
}
