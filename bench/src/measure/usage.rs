//! What a process and all that it started have used, from `/proc`.

use std::collections::HashMap;
use std::fs;

/// The unit of the times in `/proc/<pid>/stat`: 1/100 s on every Linux that this runs on.
const MILLIS_PER_TICK: u64 = 10;

/// The fields of `/proc/<pid>/stat` that are wanted.
struct Stat {
    parent: u32,
    /// Of the process and of the children that it has waited for.
    ticks: u64,
}

/// Use of a whole tree of processes.
#[derive(Clone, Copy, Default)]
pub(crate) struct Usage {
    /// Processor time since each began, user and system.
    pub cpu_millis: u64,
    /// Memory resident now; what is shared is divided among those who share it.
    pub resident_kib: u64,
}

/// Of `root` and its living descendants. Zero when there is no such process any more.
pub(crate) fn of_tree(root: u32) -> Usage {
    let all: HashMap<u32, Stat> = fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter_map(|pid| Some((pid, parse(&fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)?)))
        .collect();
    let mine = all.iter().filter(|(pid, _)| descends(&all, **pid, root));
    let (ticks, kib) =
        mine.fold((0, 0), |(ticks, kib), (pid, stat)| (ticks + stat.ticks, kib + resident_kib(*pid)));
    Usage { cpu_millis: ticks * MILLIS_PER_TICK, resident_kib: kib }
}

/// The proportional set size: a file that a process maps sixteen times is there once.
fn resident_kib(pid: u32) -> u64 {
    let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"));
    line.and_then(|size| size.trim().strip_suffix(" kB")?.parse().ok()).unwrap_or_default()
}

fn descends(all: &HashMap<u32, Stat>, mut pid: u32, root: u32) -> bool {
    while pid != root {
        match all.get(&pid) {
            Some(stat) if stat.parent != 0 => pid = stat.parent,
            _ => return false,
        }
    }
    true
}

/// The name in parentheses may hold spaces: fields are counted from its end (proc(5)).
fn parse(line: &str) -> Option<Stat> {
    let fields: Vec<&str> = line.rsplit_once(')')?.1.split_whitespace().collect();
    let number = |place: usize| fields.get(place - 3)?.parse::<u64>().ok();
    Some(Stat {
        parent: fields.get(1)?.parse().ok()?,
        ticks: number(14)? + number(15)? + number(16)? + number(17)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_spaces_and_parentheses_does_not_shift_the_fields() {
        let line = "42 (a (b) c) S 7 42 42 0 -1 0 0 0 0 0 100 20 3 4 20 0 1 0 5 1000 256 0";
        let stat = parse(line).unwrap();
        assert_eq!((stat.parent, stat.ticks), (7, 127));
    }
}
