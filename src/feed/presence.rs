//! Who is in a view, and what they are looking at.
