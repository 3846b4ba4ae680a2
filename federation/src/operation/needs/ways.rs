//! Fields by which a service leads to an interface that it takes for an object (`@interfaceObject`): what type an object
//! is has to be asked of a service that knows.

use std::collections::HashMap;

use apollo_compiler::{Name, ast};

use super::{Need, argument, fields, graph_of, joins, keys, types};

pub(super) fn read(document: &ast::Document) -> Option<HashMap<(Name, Name), Need>> {
    let interfaces: HashMap<&Name, (Vec<&str>, Need)> = document
        .definitions
        .iter()
        .filter_map(|d| {
            let name = &d.as_interface_type_definition()?.name;
            let blind = |j: &&ast::Directive| {
                argument(j, "isInterfaceObject").and_then(|v| v.to_bool()) == Some(true)
            };
            let services: Vec<&str> = types(d).filter(blind).filter_map(graph_of).collect();
            let owner = types(d).filter(|j| !blind(j)).filter_map(graph_of).find(|g| !keys(d, g).is_empty());
            let need = Need {
                ty: name.clone(),
                requires: String::new(),
                keys: keys(d, owner?),
                root: Name::new(&format!("stage__{}__{name}", owner?)).ok()?,
            };
            (!services.is_empty()).then_some((name, (services, need)))
        })
        .collect();
    let mut ways = HashMap::new();
    for definition in &document.definitions {
        let Some((ty, fields)) = fields(definition) else { continue };
        for field in fields {
            let Some((blind, need)) = interfaces.get(field.ty.inner_named_type()) else { continue };
            let mut services = joins(field).filter_map(graph_of).peekable();
            let leads = if services.peek().is_some() {
                services.any(|g| blind.contains(&g))
            } else {
                types(definition).filter_map(graph_of).any(|g| blind.contains(&g))
            };
            if leads {
                ways.insert((ty.clone(), field.name.clone()), need.clone());
            }
        }
    }
    Some(ways)
}
