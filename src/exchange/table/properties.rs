//! What holds for any file whatever.

use proptest::{collection::vec, prelude::*};

use super::*;
use crate::exchange::encoding::decode;

fn quoted(cells: &[String], delimiter: char) -> String {
    let cells: Vec<_> = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
    cells.join(&delimiter.to_string()) + "\r\n"
}

proptest! {
    #[test]
    fn what_is_quoted_reads_back(
        rows in vec(vec("[ -~é\r\n\"]{1,12}", 3), 1..20),
        delimiter in prop::sample::select(vec![',', ';', '\t', '|']),
    ) {
        let header = ["a", "b", "c"].map(str::to_owned);
        let text = quoted(&header, delimiter) + &rows.iter().map(|row| quoted(row, delimiter)).collect::<String>();
        let table = Table::open(&text, &ReadLimits::default()).unwrap();
        prop_assert_eq!(table.format(), Format::Csv { delimiter });
        let read: Vec<_> = table.map(|row| row.unwrap()).collect();
        let cells: Vec<Vec<_>> = read.iter().map(|row| row.cells.iter().flatten().cloned().collect()).collect();
        prop_assert_eq!(&cells, &rows);
    }

    #[test]
    fn no_bytes_stop_the_reader(bytes in vec(any::<u8>(), 0..300)) {
        if let Ok(decoded) = decode(bytes.as_slice(), &ReadLimits::default())
            && let Ok(table) = Table::open(&decoded.text, &ReadLimits::default())
        {
            prop_assert!(table.count() <= decoded.text.len());
        }
    }

    #[test]
    fn no_text_stops_the_reader(text in "[\\[{]?[\\[\\]{}\",;:a1\n\r\\\\ ]{0,80}") {
        if let Ok(table) = Table::open(&text, &ReadLimits::default()) {
            let lines: Vec<_> =
                table.map(|row| row.map_or_else(|fault| fault.line, |row| row.line)).collect();
            prop_assert!(lines.is_sorted());
        }
    }
}
