//! Files stay small enough to be read in one go, and each says at its head what it is for.

use super::sources::{Source, sources};

/// Lines of code of one file, its tests apart.
const LIMIT: usize = 300;

const FOLDERS: [&str; 7] =
    ["src", "entities/src", "federation/src", "migrations/src", "oidc", "tests", "bench/src"];

/// Modules that a file declares for tests only: `#[cfg(test)] mod name;`.
fn test_modules(file: &Source) -> Vec<String> {
    let lines: Vec<&str> = file.text.lines().map(str::trim).collect();
    let tests =
        lines.iter().enumerate().filter(|(_, line)| **line == "#[cfg(test)]").filter_map(|(at, _)| {
            let declaration = lines[at + 1..].iter().find(|line| !line.starts_with("#["))?;
            declaration.rsplit_once("mod ")?.1.strip_suffix(';').map(str::to_owned)
        });
    tests.collect()
}

/// Lines that are neither empty nor in a `#[cfg(test)]` module.
fn lines_of_code(text: &str) -> usize {
    let mut count = 0;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line == "#[cfg(test)]" {
            // A module in the file goes on to the brace that closes it; one in another file is this line's end.
            let declaration = lines.by_ref().find(|line| !line.starts_with("#["));
            if declaration.is_some_and(|line| line.ends_with('{')) {
                lines.by_ref().find(|line| *line == "}");
            }
        } else if !line.trim().is_empty() {
            count += 1;
        }
    }
    count
}

fn median(mut sizes: Vec<usize>) -> usize {
    sizes.sort_unstable();
    sizes[sizes.len() / 2]
}

#[test]
fn no_file_is_longer_than_can_be_read_in_one_go() {
    let files = sources(&FOLDERS);
    let mut tests = Vec::new();
    for file in &files {
        let folder = match file.path.file_stem().and_then(|stem| stem.to_str()) {
            Some("mod" | "lib" | "main") => file.path.with_file_name(""),
            _ => file.path.with_extension(""),
        };
        let modules = test_modules(file);
        tests.extend(modules.iter().map(|name| folder.join(format!("{name}.rs"))));
        // A module may also be declared with a `#[path]` beside its parent.
        tests.extend(modules.iter().map(|name| file.path.with_file_name(format!("{name}.rs"))));
    }
    let code = files.iter().filter(|file| !tests.contains(&file.path));
    let sizes: Vec<_> = code.map(|file| (lines_of_code(&file.text), file.path.display())).collect();
    let long: Vec<_> = sizes.iter().filter(|(lines, _)| *lines > LIMIT).collect();
    assert!(long.is_empty(), "past {LIMIT} lines, look for the seam: {long:?}");
    println!(
        "median of {} files: {} lines",
        sizes.len(),
        median(sizes.iter().map(|(lines, _)| *lines).collect())
    );
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent = sources(&FOLDERS).into_iter().filter(|file| !file.text.starts_with("//! "));
    let silent: Vec<_> = silent.map(|file| file.path).collect();
    assert!(silent.is_empty(), "no `//!` at the head of {silent:?}");
}

#[test]
fn tests_do_not_count_as_code() {
    assert_eq!(lines_of_code("fn a() {}\n\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\nfn c() {}\n"), 2);
    assert_eq!(lines_of_code("#[cfg(test)]\nmod tests;\n\nfn c() {}\n"), 1);
}
