package dev.codexbar.provider.kiro.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintedDateTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-08-01     | 2026-07-16 | 2026-08-01",
                "2025-08-01     | 2026-07-16 | 2025-08-01",
                "07/16          | 2026-07-16 | 2026-07-16",
                "07/15          | 2026-07-16 | 2027-07-15",
                "08/15          | 2026-07-16 | 2026-08-15",
                "12/31          | 2026-12-31 | 2026-12-31",
                "1/1            | 2026-12-31 | 2027-01-01",
                "02/29          | 2026-07-16 | 2028-02-29",
                "02/29          | 2028-02-29 | 2028-02-29",
                "02/29          | 2028-03-01 | 2032-02-29",
                "02/29          | 2096-03-01 | 2104-02-29",
                "02/28          | 2026-07-16 | 2027-02-28",
                "03/29          | 2026-03-30 | 2027-03-29",
                "Oct 01, 2026   | 2026-07-16 | 2026-10-01",
                "October 1, 2026| 2026-07-16 | 2026-10-01",
                "dec 31, 2027   | 2026-07-16 | 2027-12-31",
                "Jan 31, 2027   | 2026-07-16 | 2027-01-31"
            })
    void meansADay(String printed, LocalDate today, LocalDate day) {
        assertEquals(Optional.of(day), new PrintedDate(printed).toDate(today));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Unknown",
                "02/30",
                "00/10",
                "13/01",
                "2026-02-29",
                "2026-13-01",
                "2026-1-1",
                "Okt 01, 2026",
                "Feb 30, 2027",
                "2026-08-01x",
                "٠٧/١٦",
                "tomorrow"
            })
    void meansNoDayOtherwise(String printed) {
        assertEquals(Optional.empty(), new PrintedDate(printed).toDate(LocalDate.parse("2026-07-16")));
    }

    @Test
    void rejectsNoText() {
        assertThrows(NullPointerException.class, () -> new PrintedDate(null));
    }
}
