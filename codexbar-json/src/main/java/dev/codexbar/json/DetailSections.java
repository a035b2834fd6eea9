package dev.codexbar.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.codexbar.core.UsageDetail;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Details in sections. The published member holds at most 8 sections of 24 rows with texts of 120 characters; where
 * that is not enough, a second member holds everything.
 */
final class DetailSections {

    private static final int MOST_SECTIONS = 8;
    private static final int MOST_ROWS = 24;
    private static final int LONGEST_TEXT = 120;

    private DetailSections() {}

    static void write(JsonDocument json, List<UsageDetail> details) throws IOException {
        if (details.isEmpty()) {
            return;
        }
        List<List<UsageDetail>> sections = sections(details);
        boolean complete = sections.size() <= MOST_SECTIONS && details.stream().allMatch(DetailSections::fits);
        write(json, "details", sections.subList(0, Math.min(MOST_SECTIONS, sections.size())), LONGEST_TEXT);
        if (!complete) {
            write(json, "allDetails", sections, Integer.MAX_VALUE);
        }
    }

    /** Runs of rows with one heading; a long run becomes several sections with the same heading. */
    private static List<List<UsageDetail>> sections(List<UsageDetail> details) {
        List<List<UsageDetail>> sections = new ArrayList<>();
        int start = 0;
        for (int end = 1; end <= details.size(); end++) {
            boolean same = end < details.size()
                    && end - start < MOST_ROWS
                    && details.get(end).section().equals(details.get(start).section());
            if (!same) {
                sections.add(details.subList(start, end));
                start = end;
            }
        }
        return sections;
    }

    private static boolean fits(UsageDetail row) {
        return fits(row.section())
                && fits(row.label())
                && fits(row.value())
                && row.secondaryValue().map(DetailSections::fits).orElse(true);
    }

    private static boolean fits(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST_TEXT;
    }

    private static void write(JsonDocument json, String member, List<List<UsageDetail>> sections, int longestText)
            throws IOException {
        JsonGenerator out = json.generator();
        out.writeArrayFieldStart(member);
        for (List<UsageDetail> section : sections) {
            out.writeStartObject();
            json.text("title", cut(section.get(0).section(), longestText));
            out.writeArrayFieldStart("rows");
            for (UsageDetail row : section) {
                out.writeStartObject();
                json.text("label", cut(row.label(), longestText));
                json.text("value", cut(row.value(), longestText));
                json.text("secondaryValue", row.secondaryValue().map(text -> cut(text, longestText)));
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static String cut(String text, int longest) {
        if (text.codePointCount(0, text.length()) <= longest) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, longest - 1)) + "…";
    }
}
