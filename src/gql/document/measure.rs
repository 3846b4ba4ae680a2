//! The size of an operation as if its fragments were expanded, without expanding them.
//!
//! Each fragment is measured once and its figures are added wherever it is spread, so that a document whose
//! expansion has 2^20 fields is measured in as many steps as it has selections. This works on the syntax alone: it
//! must come before anything that could expand the document, validation included.

use std::collections::HashMap;

use apollo_compiler::{
    Name, Node,
    ast::{
        Argument, Definition, DirectiveList, Document, Field, FragmentDefinition, OperationDefinition,
        Selection, Value,
    },
    parser::SourceSpan,
};

/// The lists by which introspection reaches other types, and so could grow with each level.
const TYPE_LISTS: [&str; 4] = ["fields", "interfaces", "possibleTypes", "inputFields"];

/// The figures of one selection set or operation, fragments expanded. They saturate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measures {
    /// Levels of fields.
    pub depth: u64,
    /// Levels of selection sets: fields, inline fragments and fragments.
    pub nesting: u64,
    /// Fields.
    pub fields: u64,
    /// Fields of this level.
    pub root_fields: u64,
    /// Aliases.
    pub aliases: u64,
    /// Directives.
    pub directives: u64,
    /// Values within the largest argument, of fields or directives.
    pub largest_literal: u64,
    /// How often the lists of `__Type` are nested below `__schema` or `__type`.
    pub introspection_depth: u64,
    /// Whether `__schema` or `__type` is selected.
    pub introspects: bool,
    type_lists: u64,
}

/// Why a document cannot be measured.
#[derive(Debug)]
pub(super) enum Unmeasurable {
    /// A fragment spreads itself.
    Cycle(Name, Option<SourceSpan>),
    /// More levels than may be walked.
    TooNested,
}

/// Measures the operations of one document.
pub(super) struct Ruler<'a> {
    fragments: HashMap<&'a str, &'a FragmentDefinition>,
    measured: HashMap<&'a str, Option<Measures>>,
    max_nesting: usize,
}

impl<'a> Ruler<'a> {
    pub(super) fn new(document: &'a Document, max_nesting: usize) -> Self {
        let mut fragments = HashMap::new();
        for fragment in document.definitions.iter().filter_map(Definition::as_fragment_definition) {
            fragments.entry(fragment.name.as_str()).or_insert(&**fragment);
        }
        Self { fragments, measured: HashMap::new(), max_nesting }
    }

    pub(super) fn operation(&mut self, operation: &'a OperationDefinition) -> Result<Measures, Unmeasurable> {
        let mut measures = self.set(&operation.selection_set, 0)?;
        measures.add_directives(&operation.directives);
        for variable in &operation.variables {
            measures.add_directives(&variable.directives);
        }
        Ok(measures)
    }

    fn set(&mut self, selections: &'a [Selection], level: usize) -> Result<Measures, Unmeasurable> {
        if level > self.max_nesting {
            return Err(Unmeasurable::TooNested);
        }
        let mut total = Measures::default();
        for selection in selections {
            let (part, directives) = match selection {
                Selection::Field(field) => (self.field(field, level)?, &field.directives),
                Selection::InlineFragment(inline) => {
                    (self.set(&inline.selection_set, level + 1)?, &inline.directives)
                }
                Selection::FragmentSpread(spread) => {
                    (self.fragment(&spread.fragment_name, spread.location(), level)?, &spread.directives)
                }
            };
            total.add(&part);
            total.add_directives(directives);
        }
        total.nesting += 1;
        Ok(total)
    }

    fn field(&mut self, field: &'a Node<Field>, level: usize) -> Result<Measures, Unmeasurable> {
        let mut measures = Measures::default();
        if !field.selection_set.is_empty() {
            measures = self.set(&field.selection_set, level + 1)?;
        }
        measures.depth += 1;
        measures.fields = measures.fields.saturating_add(1);
        measures.root_fields = 1;
        measures.add_literals(&field.arguments);
        measures.aliases = measures.aliases.saturating_add(field.alias.is_some().into());
        measures.type_lists += u64::from(TYPE_LISTS.contains(&field.name.as_str()));
        if matches!(field.name.as_str(), "__schema" | "__type") {
            measures.introspects = true;
            measures.introspection_depth = measures.introspection_depth.max(measures.type_lists);
        }
        Ok(measures)
    }

    /// An unknown fragment measures nothing: validation says that it is unknown.
    fn fragment(
        &mut self,
        name: &'a Name,
        span: Option<SourceSpan>,
        level: usize,
    ) -> Result<Measures, Unmeasurable> {
        match self.measured.get(name.as_str()) {
            Some(Some(measures)) => return Ok(*measures),
            Some(None) => return Err(Unmeasurable::Cycle(name.clone(), span)),
            None => {}
        }
        let Some(fragment) = self.fragments.get(name.as_str()).copied() else {
            return Ok(Measures::default());
        };
        self.measured.insert(name.as_str(), None);
        let mut measures = self.set(&fragment.selection_set, level + 1)?;
        measures.add_directives(&fragment.directives);
        self.measured.insert(name.as_str(), Some(measures));
        Ok(measures)
    }
}

impl Measures {
    fn add(&mut self, part: &Self) {
        self.depth = self.depth.max(part.depth);
        self.nesting = self.nesting.max(part.nesting);
        self.fields = self.fields.saturating_add(part.fields);
        self.root_fields = self.root_fields.saturating_add(part.root_fields);
        self.aliases = self.aliases.saturating_add(part.aliases);
        self.directives = self.directives.saturating_add(part.directives);
        self.largest_literal = self.largest_literal.max(part.largest_literal);
        self.introspection_depth = self.introspection_depth.max(part.introspection_depth);
        self.introspects |= part.introspects;
        self.type_lists = self.type_lists.max(part.type_lists);
    }

    fn add_directives(&mut self, directives: &DirectiveList) {
        self.directives = self.directives.saturating_add(directives.len() as u64);
        directives.iter().for_each(|directive| self.add_literals(&directive.arguments));
    }

    fn add_literals(&mut self, arguments: &[Node<Argument>]) {
        let largest = arguments.iter().map(|argument| values(&argument.value)).max();
        self.largest_literal = self.largest_literal.max(largest.unwrap_or(0));
    }
}

/// As deep as the parser let the text be.
fn values(literal: &Value) -> u64 {
    match literal {
        Value::List(items) => items.iter().map(|item| values(item)).sum::<u64>() + 1,
        Value::Object(fields) => fields.iter().map(|(_, field)| values(field)).sum::<u64>() + 1,
        _ => 1,
    }
}
