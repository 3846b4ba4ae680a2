//! Values without parts.

use apollo_compiler::response::JsonValue;

use super::json;

/// Writes a scalar; the error says what is wrong with the value. Scalars of services' own are written as they came.
pub(super) fn scalar(ty: &str, value: &JsonValue, out: &mut Vec<u8>) -> Result<(), &'static str> {
    match ty {
        "Int" => {
            let whole =
                value.as_i64().or_else(|| value.as_f64().filter(|f| f.fract() == 0.0).map(|f| f as i64));
            let number = whole.and_then(|n| i32::try_from(n).ok()).ok_or("is not an Int")?;
            json(&number, out);
        }
        "Float" if value.is_number() => json(value, out),
        "Float" => return Err("is not a Float"),
        "String" if value.as_str().is_some() => json(value, out),
        "String" => return Err("is not a String"),
        "Boolean" if value.as_bool().is_some() => json(value, out),
        "Boolean" => return Err("is not a Boolean"),
        "ID" => match (value.as_str(), value.as_i64()) {
            (Some(text), _) => json(text, out),
            (None, Some(number)) => json(&number.to_string(), out),
            (None, None) => return Err("is not an ID"),
        },
        _ => json(value, out),
    }
    Ok(())
}
